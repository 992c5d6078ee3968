"""The front door of forms from data: read a definition, ask its questions, check and show the answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from .display import Answered, display_answers
from .form import AnswerForm
from .parsing import DefinitionError, parse_fields
from .schema import FieldDefinition

__all__ = ["AnswerForm", "Answered", "DefinitionError", "FieldDefinition", "FormDefinition"]


@dataclass(frozen=True)
class FormDefinition:
    """Questions in the order in which they are asked."""

    fields: tuple[FieldDefinition, ...]

    @classmethod
    def from_data(cls, data: object, *, languages: Collection[str] = ()) -> "FormDefinition":
        """Read a definition from JSON data; every text must exist in all the languages named.

        Raises DefinitionError, whose problems name each field and what to mend.
        """
        return cls(parse_fields(data, languages))

    def form(
        self,
        data: Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        language: str,
        today: date,
        country: str = "US",
        initial: Mapping[str, object] | None = None,
        prefix: str = "",
    ) -> AnswerForm:
        """Return a Django form that asks in the language; initial may be stored answers or a draft.

        The language chooses among the definition's words; error messages are in Django's active language.
        """
        return AnswerForm(
            self.fields,
            data,
            files,
            language=language,
            today=today,
            country=country,
            initial=initial,
            prefix=prefix,
        )

    def check(
        self,
        answers: Mapping[str, object],
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        language: str,
        today: date,
        country: str = "US",
    ) -> AnswerForm:
        """Return a form that judges answers, or a draft, that came as JSON rather than from a browser."""
        posted = self.form(initial=answers, language=language, today=today, country=country).as_posted()
        return self.form(posted, files, language=language, today=today, country=country)

    def told(self, answers: Mapping[str, object], language: str, *, country: str = "US") -> str:
        """Return the answers of several lines as a message, else all answers; a single one stands without its label."""
        long = {field.code for field in self.fields if field.kind == "long_text"} & answers.keys()
        lines = [line for line in self.display(answers, language, country=country) if line.code in long or not long]
        if len(lines) == 1:
            return lines[0].text
        return "\n\n".join(f"{line.label}\n{line.text}" for line in lines)

    def display(self, answers: Mapping[str, object], language: str, *, country: str = "US") -> list[Answered]:
        """Return the answered questions in words, dates and amounts as language and country write them."""
        return display_answers(self.fields, answers, language=language, country=country)
