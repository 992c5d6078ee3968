"""What a reader may add after saying whether an article helped."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.core.forms.characters import readable
from firstpoint.core.forms.text_fields import LongTextField
from firstpoint.domain.knowledge.actions import LONGEST_COMMENT


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
