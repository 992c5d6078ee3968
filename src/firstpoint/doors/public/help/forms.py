"""What a reader may say of a page: why an article helped or did not, and what is wrong."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.core.forms.characters import readable
from firstpoint.core.forms.text_fields import LongTextField
from firstpoint.domain.knowledge.actions import LONGEST_COMMENT, LONGEST_REPORT


class CommentForm(forms.Form):
    """A few words about an article."""

    use_required_attribute = False

    def __init__(self, posted: Mapping[str, object] | None = None, *, helpful: bool) -> None:
        super().__init__(None if posted is None else readable(posted)[0], auto_id="comment_%s")
        self.fields["text"] = LongTextField(
            label=_("What helped you, or what could be clearer?") if helpful else _("What were you looking for?"),
            help_text=_("Leave out names and numbers: nobody can answer you here. Up to 1,000 characters."),
            max_length=LONGEST_COMMENT,
            widget=forms.Textarea({"rows": 4}),
            error_messages={"required": _("Write a few words.")},
        )


class ReportForm(forms.Form):
    """What is wrong on a page, and where the reader hears what came of it."""

    use_required_attribute = False

    wrong = LongTextField(
        label=_("What is wrong or missing?"),
        help_text=_("Leave out names and numbers of people. Up to 1,000 characters."),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Say what is wrong or missing.")},
    )
    reply_to = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Only if you want to hear what came of it. We use it for nothing else, and delete it afterwards."),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.com.")},
    )

    def __init__(self, posted: Mapping[str, object] | None = None) -> None:
        super().__init__(None if posted is None else readable(posted)[0])
