"""Figures: what is read and searched for, what comes of it, and how articles are judged, over a period."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from firstpoint.core.access import Actor, may, require
from firstpoint.domain.knowledge.models import SearchPlace
from firstpoint.domain.knowledge.queries import figures as known
from firstpoint.domain.knowledge.queries.figures import OfDay, Period, together
from firstpoint.domain.knowledge.rights import may_draft
from firstpoint.doors.desk.base import actor_of, asked, page, show
from firstpoint.doors.desk.csv_files import csv_file
from firstpoint.doors.desk.knowledge.forms import PeriodForm
from firstpoint.doors.desk.knowledge.views.charts import Chart, Span, chart, spans_of
from firstpoint.doors.desk.knowledge.views.columns import TABLES, Row, decimal, percent

# The first rows are those that matter; more than the most are for the file.
FIRST_ROWS, MOST_ROWS = 25, 1000
NO_SERVICE = "none"
PLACES = {
    SearchPlace.SITE: _("Search of the site"),
    SearchPlace.FORM: _("Answers offered while a form is filled in"),
    SearchPlace.DESK: _("Desk"),
}


@page
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period, or give one of their tables as a file."""
    actor = actor_of(request)
    require(actor, "knowledge.see_figures")
    form = PeriodForm({name: asked(request, name) for name in PeriodForm.base_fields})
    period, language = form.chosen, form.cleaned_data.get("language", "")
    kept = {"by": _by(request), "service": asked(request, "service"), "sort": asked(request, "sort")}
    days = known.by_day(actor, period, language)
    table = TABLES[kept["by"]]
    order = table.order_of(kept["sort"])
    rows = table.sorted_rows(_rows(actor, period, language, days, **kept), order)
    if asked(request, "file"):
        name = f"knowledge-{kept['by']}-{period.first}-{period.last}.csv"
        headings = [str(table.named), *(str(column.heading) for column in table.columns)]
        return csv_file(name, headings, [table.file_row(row) for row in rows])
    given = {name: asked(request, name) for name in form.fields} | kept
    shown = rows[: MOST_ROWS if asked(request, "rows") else FIRST_ROWS]
    context = {
        "form": form,
        "period": period,
        **_overview(days, period),
        "table": table,
        "by": kept["by"],
        "tables": [(key, each.title, _address(given, by=key, sort="", service="")) for key, each in TABLES.items()],
        "headings": [(each, _address(given, sort=each.query)) for each in table.headings(order)],
        "rows": [(row, table.cells(row)) for row in shown],
        "total": len(rows),
        "all_rows_url": _address(given, rows="all") if len(shown) == FIRST_ROWS < len(rows) else "",
        "file_url": _address(given, file="csv"),
        "all_articles_url": _address(given, service="") if kept["service"] else "",
        "may_draft": may_draft(actor),
        "may_request": may(actor, "knowledge.request"),
        "may_see_figures": True,
        "decides": may(actor, "knowledge.publish"),
    }
    return show(request, "desk/knowledge/figures.html", context, status=422 if form.errors else 200)


def _by(request: HttpRequest) -> str:
    by = asked(request, "by")
    return by if by in TABLES else next(iter(TABLES))


def _address(given: dict[str, str], **more: str) -> str:
    return "?" + urlencode({name: text for name, text in (given | more).items() if text})


def _overview(days: Sequence[OfDay], period: Period) -> dict[str, Any]:
    """Return the sums of the period as they read, and how they came about over time."""
    whole, spans = together(each.figures for each in days), spans_of(days, period)
    return {
        "whole": whole,
        "reads": decimal(whole.reads),
        "staff_reads": decimal(whole.staff_reads),
        "searches": decimal(whole.searches),
        "staff_searches": decimal(whole.staff_searches),
        "empty_share": percent(known.share(whole.empty, whole.searches)),
        "unsure_share": percent(known.share(whole.unsure, whole.searches)),
        "opened_share": percent(whole.opened_share),
        "position": decimal(whole.position),
        "helpful_share": percent(whole.helpful_share),
        "votes": decimal(whole.votes),
        "outcomes": [
            ("answered", _("Answered"), decimal(whole.answered), percent(whole.deflection), whole.answered),
            ("asked", _("Asked anyway"), decimal(whole.asked), percent(whole.asked_share), whole.asked),
            ("left", _("Left"), decimal(whole.left), percent(whole.left_share), whole.left),
        ],
        "spans": spans,
        "charts": _charts(spans),
    }


def _charts(spans: Sequence[Span]) -> list[Chart]:
    return [
        chart(
            "reads",
            str(_("Reads")),
            spans,
            {
                "public": (_("By the public"), lambda each: each.reads),
                "staff": (_("By staff"), lambda each: each.staff_reads),
            },
        ),
        chart(
            "outcomes",
            str(_("Searches and what came of them")),
            spans,
            {
                "answered": (_("Answered"), lambda each: each.answered),
                "asked": (_("Asked anyway"), lambda each: each.asked),
                "left": (_("Left"), lambda each: each.left),
            },
        ),
    ]


def _rows(
    actor: Actor, period: Period, language: str, days: Sequence[OfDay], *, by: str, service: str, sort: str
) -> list[Row]:
    if by == "article":
        code = "" if service == NO_SERVICE else service or None
        found = known.by_article(actor, period, language, service=code, reader=actor.language)
        return [
            Row(each.title, each.title.casefold(), each.figures, each.slug, reverse("desk:article", args=[each.slug]))
            for each in found
        ]
    if by == "service":
        return [_of_service(each) for each in known.by_service(actor, period, language)]
    if by == "language":
        return _grouped(days, lambda each: each.language, _language)
    if by == "place":
        searched = [each for each in days if each.place]
        return _grouped(searched, lambda each: each.place, lambda place: str(PLACES[SearchPlace(place)]))
    return _grouped(days, lambda each: each.day, lambda day: date_format(day, "DATE_FORMAT"))


def _of_service(found: known.OfService) -> Row:
    name = str(found.name) if found.name else str(_("No service"))
    url = "?" + urlencode({"by": "article", "service": found.code or NO_SERVICE})
    return Row(name, name.casefold(), found.figures, url=url)


def _grouped(days: Sequence[OfDay], key: Callable[[OfDay], Any], named: Callable[[Any], str]) -> list[Row]:
    """Return a row for each value of the key, with the days' figures together."""
    ordered = sorted(days, key=key)
    return [
        Row(named(value), value, together(each.figures for each in found)) for value, found in groupby(ordered, key=key)
    ]


def _language(code: str) -> str:
    # One that the site does not offer any more may still have its figures.
    return str(capfirst(get_language_info(code)["name_translated"])) if code in dict(settings.LANGUAGES) else code
