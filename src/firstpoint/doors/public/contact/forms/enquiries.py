"""One enquiry type's form as the site asks it: the questions of its definition, then how to reach the sender."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from firstpoint.core import clock
from firstpoint.core.forms.form import AnswerForm
from firstpoint.core.forms.uploads import check
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.intake.models import Incoming
from firstpoint.doors.public.contact.forms.journeys import Journey
from firstpoint.doors.public.contact.forms.reaching import ReachForm, typed_before


class EnquiryForm:
    """Two Django forms on one page. `problems` are sentences about the whole, shown above both.

    `typed` are the answers of a draft. `for_draft` judges only where the link goes, and shows no other errors.
    """

    def __init__(
        self,
        version: EnquiryTypeVersion,
        posted: Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        language: str,
        typed: Mapping[str, object] | None = None,
        for_draft: bool = False,
    ) -> None:
        self.version, self.language, self.definition = version, language, version.definition
        self.problems: list[object] = []
        self.country = version.calendar.holiday_country or "US"
        self.is_new = posted is None and not typed
        self._posted, self._files, self._typed, self._for_draft = posted, files, typed or {}, for_draft

    @cached_property
    def answers(self) -> AnswerForm:
        """The questions of the definition; made when asked for, since a new form is often kept as drawn."""
        settled: dict[str, Any] = {
            "language": self.language,
            "today": clock.now().astimezone(ZoneInfo(self.version.calendar.time_zone)).date(),
            "country": self.country,
        }
        answers = self.definition.form(self._posted, self._files, initial=self._typed or None, **settled)
        return self.definition.form(initial=answers.draft(), **settled) if self._for_draft else answers

    @cached_property
    def reach(self) -> ReachForm:
        """How to reach the sender."""
        return ReachForm(
            self._posted,
            may_be_anonymous=self.version.may_be_anonymous,
            country=self.country,
            for_draft=self._for_draft,
            initial=typed_before(self._typed),
        )

    @property
    def forms(self) -> tuple[Any, ...]:
        """Return both forms, for the summary of errors."""
        return self.answers, self.reach

    @property
    def has_errors(self) -> bool:
        """Say whether anything needs another look."""
        return bool(self.problems) or (not self.is_new and any(form.errors for form in self.forms))

    @property
    def takes_files(self) -> bool:
        """Say whether a question asks for a file."""
        return any(field.kind == "file" for field in self.definition.fields)

    def is_valid(self) -> bool:
        """Check everything, so that all errors show at once."""
        if self.answers.is_bound:
            self.answers.full_clean()
            for code, upload in self.answers.answer_files().items():
                try:
                    check(upload)
                except ValidationError as error:
                    self.answers.add_error(code, error)
        return not self.has_errors

    def uploads(self) -> "list[UploadedFile[bytes]]":
        """Return the files that came along; call is_valid first."""
        return list(self.answers.answer_files().values())

    def needs_secret(self) -> bool:
        """Say whether no one-time code can reach the sender; call is_valid first."""
        sender = self.reach.sender()
        return not (sender.email or (sender.phone and settings.SMS_URL))

    def incoming(self, journey: Journey) -> Incoming:
        """Return what was sent, understood; call is_valid first."""
        answers = self.answers.answers()
        return Incoming(
            channel=Channel.WEB,
            language=self.language,
            body=self.definition.told(answers, self.language, country=self.country) or str(self.version.name),
            sender=self.reach.sender(),
            enquiry_type=self.version.enquiry_type.code,
            answers=answers,
            journey=journey.kept(),
        )

    def typed(self) -> dict[str, Any]:
        """Return what a draft keeps: everything typed, valid or not, but no files."""
        return {**self.answers.initial, **self.reach.typed()}
