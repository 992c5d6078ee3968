"""Filling in the agency's own forms as its customers do: every answer passes the form's own checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from firstpoint.core import clock
from firstpoint.core.forms.schema import FieldDefinition
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.doors.public.contact.forms import EnquiryForm
from firstpoint.project.demo.agency import Resident
from firstpoint.project.demo.words import WORDS

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 62>>stream
BT /F 18 Tf 40 200 Td (A document of the demonstration) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@dataclass(frozen=True, slots=True)
class FormFiller:
    """Somebody filling in one enquiry type's form; an anonymous one leaves out who they are."""

    random: Random
    version: EnquiryTypeVersion
    resident: Resident
    is_anonymous: bool = False

    def fill_in(self) -> EnquiryForm:
        """Return the filled-in form. Raises ValueError when the form does not take an answer."""
        answers, files = self._answers()
        definition = self.version.definition
        language = self.resident.language
        posted: MultiValueDict[str, Any] = definition.form(
            initial=answers, language=language, today=clock.now().date()
        ).as_posted()
        for name in ("name", "email", "phone"):
            posted[f"reach-{name}"] = "" if self.is_anonymous else getattr(self.resident, name)
        if self.is_anonymous:
            posted["reach-anonymous"] = "on"
        form = EnquiryForm(self.version, posted, files, language=language)
        if not form.is_valid():
            faults = [dict(part.errors) for part in form.forms]
            raise ValueError(f"{self.version.enquiry_type.code} does not take the answers: {faults}")
        return form

    def _answers(self) -> tuple[dict[str, Any], "MultiValueDict[str, Any]"]:
        answers: dict[str, Any] = {}
        files: MultiValueDict[str, Any] = MultiValueDict()
        for field in self.version.definition.fields:
            is_answered = field.required or self.random.random() < 0.6
            if not is_answered or not field.is_shown(answers):
                continue
            if field.kind == "file":
                files[field.code] = SimpleUploadedFile(f"{field.code}.pdf", PDF, "application/pdf")
            else:
                answers[field.code] = self._answer(field, answers)
        return answers, files

    def _answer(self, field: FieldDefinition, before: Mapping[str, Any]) -> Any:
        random, language = self.random, self.resident.language
        match field.kind:
            case "text" | "long_text":
                return self._words(field)
            case "number" | "money":
                low, high = WORDS["amounts"].get(field.code, (20, 90) if field.kind == "money" else (1, 9))
                return random.randint(low, high)
            case "date":
                return self._day(field).isoformat()
            case "choice":
                return random.choice(field.options).code
            case "choices":
                return [option.code for option in random.sample(field.options, random.choice((1, 1, 2)))]
            case "yes_no":
                return random.choice(("yes", "no", "no"))
            case "address":
                return self._address()
            case "phone":
                return "(555) 555-0118"
            case "email":
                return "office@mail.example"
            case _:
                return {"description": random.choice(WORDS["places"][language])}

    def _words(self, field: FieldDefinition) -> str:
        language = self.resident.language
        if mask := WORDS["numbers"].get(field.code):
            return "".join(str(self.random.randint(1, 9)) if sign == "#" else sign for sign in mask)
        said, code = WORDS["said"], self.version.enquiry_type.code
        if field.kind == "long_text":
            words = said.get(field.code) or said.get(code) or said["general-question"]
            return str(self.random.choice(words[language]))
        return str(self.random.choice(WORDS["texts"].get(field.code, {}).get(language, ["-"])))

    def _day(self, field: FieldDefinition) -> date:
        low, high = WORDS["days"].get(field.code, (-20, -1) if field.latest == "today" else (3, 30))
        return clock.now().date() + timedelta(days=self.random.randint(low, high) - (high == 0))

    def _address(self) -> dict[str, str]:
        street, town = self.random.choice(WORDS["streets"]), self.random.choice(WORDS["towns"])
        line = f"{self.random.randint(2, 480)} {street}"
        return {"line1": line, "city": town, "state": "NY", "postal_code": "10000"}
