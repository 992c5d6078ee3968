"""What readers lack, and what editors do about each finding with one press of a button."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import may
from firstpoint.core.errors import NotFound
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import FindingKind
from firstpoint.domain.knowledge.queries import findings as known
from firstpoint.domain.knowledge.queries.editing import get_for_editing
from firstpoint.doors.desk.base import actor_of, page, show

# Each kind with its heading and what it says where there is none.
KINDS = {
    "unanswered": (FindingKind.UNANSWERED.label, gettext_lazy("Every search found a good answer.")),
    "asked": (FindingKind.ASKED.label, gettext_lazy("No search was followed by a contact.")),
    "low": (FindingKind.LOW.label, gettext_lazy("Every article helps most of its readers.")),
    "stale": (gettext_lazy("Translations out of date"), gettext_lazy("Every translation is up to date.")),
    "overdue": (gettext_lazy("Reviews overdue"), gettext_lazy("No review is overdue.")),
}


@page
@require_GET
def findings(request: HttpRequest, kind: str) -> HttpResponse:
    """Show all findings of one kind."""
    if kind not in KINDS:
        raise NotFound
    actor = actor_of(request)
    title, nothing = KINDS[kind]
    context = {
        "kind": kind,
        "title": title,
        "nothing": nothing,
        "rows": getattr(known.findings(actor), kind),
        "most": known.MOST_FINDINGS,
        "decides": may(actor, "knowledge.publish"),
    }
    return show(request, "desk/knowledge/findings.html", context)


@page
@require_GET
def dismissed(request: HttpRequest) -> HttpResponse:
    """Show what was taken off the list."""
    found = known.dismissals(actor_of(request))[: known.MOST_FINDINGS]
    return show(request, "desk/knowledge/dismissed.html", {"rows": found, "days": known.DISMISSED_DAYS})


@page
@require_POST
def act(request: HttpRequest, do: str) -> HttpResponse:
    """Deal with one finding, and go on with the list or with the draft that was begun."""
    if do not in ACTS:
        raise NotFound
    return ACTS[do](request)


def _write(request: HttpRequest) -> HttpResponse:
    draft = actions.write_about(actor=actor_of(request), **_about(request), words=_posted(request, "words"))
    messages.success(request, _("The draft is begun. The words are off the list."))
    return redirect("desk:draft_edit", draft.article.slug, draft.language)


def _improve(request: HttpRequest) -> HttpResponse:
    actor, words = actor_of(request), _posted(request, "words")
    article = get_for_editing(actor, _posted(request, "slug"))
    draft = actions.improve_article(article, actor=actor, **_about(request), words=words)
    return redirect("desk:draft_edit", draft.article.slug, draft.language)


def _dismiss(request: HttpRequest) -> HttpResponse:
    actor, words, slug = actor_of(request), _posted(request, "words"), _posted(request, "slug")
    article = get_for_editing(actor, slug) if slug else None
    actions.dismiss_finding(actor=actor, **_about(request), words=words, article=article)
    done = _("It is off the list for %(days)s days. You find it under “Taken off the list”.")
    messages.success(request, done % {"days": known.DISMISSED_DAYS})
    return _back(request)


def _put_back(request: HttpRequest) -> HttpResponse:
    number = _posted(request, "number")
    actions.put_back_finding(int(number) if number.isascii() and number.isdigit() else 0, actor=actor_of(request))
    messages.success(request, _("It stands on the list again."))
    return redirect("desk:findings_dismissed")


def _draft(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    article = get_for_editing(actor, _posted(request, "slug"))
    draft = actions.start_draft(article, actor=actor, language=_posted(request, "language"))
    return redirect("desk:draft_edit", article.slug, draft.language)


def _confirm_translation(request: HttpRequest) -> HttpResponse:
    actor, number = actor_of(request), _posted(request, "number")
    article = get_for_editing(actor, _posted(request, "slug"))
    source = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    actions.confirm_translation(article, actor=actor, language=_posted(request, "language"), source=source)
    messages.success(request, _("The translation counts as up to date."))
    return _back(request)


def _confirm_article(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actions.confirm_article(get_for_editing(actor, _posted(request, "slug")).pk, actor=actor)
    messages.success(request, _("The review is noted. The next one is due in a year."))
    return _back(request)


ACTS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "write": _write,
    "improve": _improve,
    "dismiss": _dismiss,
    "put-back": _put_back,
    "draft": _draft,
    "still-right": _confirm_translation,
    "reviewed": _confirm_article,
}


def _posted(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()


def _about(request: HttpRequest) -> dict[str, str]:
    return {name: _posted(request, name) for name in ("kind", "language")}


def _back(request: HttpRequest) -> HttpResponse:
    """Lead to the list on which the button was pressed."""
    on = _posted(request, "on")
    return redirect("desk:findings", on) if on in KINDS else redirect("desk:knowledge")
