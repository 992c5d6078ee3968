"""What is asked about a level at which somebody is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import EscalateTo, Queue
from firstpoint.doors.desk.setup.forms.entries import number


class EscalationForm(forms.Form):
    """A level: how much of a promise's time is used, and who is told."""

    queue = forms.ModelChoiceField(
        label=_("Queue"), queryset=Queue.objects.none(), required=False, empty_label=_("All queues")
    )
    per_cent = number(_("Per cent of the time used"), _("100 is the promise itself."), least=1, most=1000)
    whom = forms.ChoiceField(label=_("Who is told"), choices=EscalateTo.choices)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        queues = self.fields["queue"]
        assert isinstance(queues, forms.ModelChoiceField)
        queues.queryset = Queue.objects.order_by("tier", "code")
