"""What is asked about files: those that stand at an article, and those that are taken away."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstpoint.core.files import ACCEPTED_ENDINGS
from firstpoint.domain.knowledge.models import Audience


class FileForm(forms.Form):
    """A file that is put at one language of an article."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_("At most 10 MB: a PDF, a photo, a text or an office document."),
        widget=forms.FileInput({"accept": ACCEPTED_ENDINGS}),
        max_length=255,
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What readers see. Left empty, the name of the file."),
        max_length=200,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("In which the article has it."), choices=settings.LANGUAGES
    )


class ChangeFileForm(forms.Form):
    """A file at an article: another title, or another file under the same address."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What readers see. Left empty, it stays as it is."),
        max_length=200,
        required=False,
    )
    upload = forms.FileField(
        label=_("Another file in its place"),
        help_text=_("At most 10 MB: a PDF, a photo, a text or an office document. The address stays the same."),
        widget=forms.FileInput({"accept": ACCEPTED_ENDINGS}),
        max_length=255,
        required=False,
    )


class ExportForm(forms.Form):
    """What is to be exported."""

    audience = forms.ChoiceField(
        label=_("What"),
        choices=[
            (Audience.PUBLIC, _("What the public reads")),
            (Audience.STAFF, _("Everything, with what is for staff only")),
        ],
        widget=forms.RadioSelect,
        initial=Audience.PUBLIC,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES], required=False
    )
