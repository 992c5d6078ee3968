"""The days that figures are about."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.knowledge.queries.figures import LONGEST_DAYS, Period
from firstpoint.domain.knowledge.queries.versions import today

LAST_DAYS = (7, 30, 90)
DEFAULT_DAYS = 30
CHOSEN = "chosen"


class PeriodForm(forms.Form):
    """The days that figures are about. Anything that is no period of at most a year is told, and thirty days are shown."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    first = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    last = forms.DateField(
        label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES], required=False
    )

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__({**given, "period": given.get("period") or str(DEFAULT_DAYS)})
        choice = self.fields["period"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            *((str(days), _("Last %(days)s days") % {"days": days}) for days in LAST_DAYS),
            *((f"{month:%Y-%m}", capfirst(date_format(month, "YEAR_MONTH_FORMAT"))) for month in _last_months()),
            (CHOSEN, _("Days of your choice")),
        ]

    def clean(self) -> dict[str, Any]:
        """Check the days of one's choice."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("period") == CHOSEN and not self.errors:
            first, last = said.get("first"), said.get("last")
            if first is None or last is None:
                self.add_error("first" if first is None else "last", _("Choose both days."))
            elif first > last:
                self.add_error("last", _("The last day is before the first one."))
            elif (last - first).days >= LONGEST_DAYS:
                self.add_error("last", _("Choose at most %(days)s days.") % {"days": LONGEST_DAYS})
        return said

    @property
    def chosen(self) -> Period:
        """The period."""
        self.is_valid()
        said, now = self.cleaned_data, today()
        period = said.get("period", str(DEFAULT_DAYS))
        if period == CHOSEN and not self.errors:
            return Period(said["first"], said["last"])
        if "-" in period:
            first = date.fromisoformat(f"{period}-01")
            last = first.replace(day=monthrange(first.year, first.month)[1])
            return Period(first, min(now, last))
        days = int(period) if period.isdigit() else DEFAULT_DAYS
        return Period(now - timedelta(days=days - 1), now)


def _last_months() -> list[date]:
    """Return the first days of this month and those before it, back to the same month a year ago."""
    now = today()
    months = [now.year * 12 + now.month - 1 - back for back in range(13)]
    return [date(number // 12, number % 12 + 1, 1) for number in months]
