"""A definition with a field of every kind in English and Spanish, and answers as a browser posts them."""

from datetime import date
from typing import Any

from firstpoint.core.forms.definition import AnswerForm, FormDefinition

TODAY = date(2026, 3, 5)


def text(english: str, spanish: str) -> dict[str, str]:
    return {"en": english, "es": spanish}


def field(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "label": text(f"{code} in English", f"{code} en español"), **more}


def option(code: str, english: str, spanish: str) -> dict[str, Any]:
    return {"code": code, "label": text(english, spanish)}


COLOURS = [option("red", "Red", "Rojo"), option("blue", "Blue", "Azul"), option("green", "Green", "Verde")]
EVERY_KIND: list[dict[str, Any]] = [
    field(
        "permit",
        "text",
        required=True,
        max_length=10,
        pattern="[A-Z]{2}-[0-9]+",
        pattern_help=text("Two letters, a dash and digits.", "Dos letras, un guion y cifras."),
    ),
    field("story", "long_text", max_length=500, help=text("Tell us all.", "Cuéntelo todo.")),
    field("people", "number", min=1, max=20),
    field("rent", "money", min=0),
    field("moved", "date", min="2000-01-01", max="today"),
    field("colour", "choice", options=COLOURS),
    field("pets", "choices", options=[option("dog", "Dog", "Perro"), option("cat", "Cat", "Gato")]),
    field("owner", "yes_no", required=True),
    field("landlord", "text", required=True, shown_if={"field": "owner", "is": ["no"]}),
    field("home", "address", personal=True),
    field("mobile", "phone", personal=True),
    field("mail", "email", personal=True),
    field("proof", "file"),
    field("spot", "location"),
]

POSTED: dict[str, Any] = {
    "permit": "AB-12",
    "story": "One\r\ntwo",
    "people": "3",
    "rent": "$1,234.5",
    "moved_month": "3",
    "moved_day": "05",
    "moved_year": "2024",
    "colour": "blue",
    "pets": ["cat", "dog"],
    "owner": "no",
    "landlord": "Ann",
    "home_line1": "12 Main St",
    "home_line2": "",
    "home_city": "Alder",
    "home_state": "NY",
    "home_postal_code": "12345 6789",
    "mobile": "(555) 555-0100",
    "mail": "ann@aldercounty.example",
    "spot_description": "By the mill",
    "spot_latitude": "42.5000001",
    "spot_longitude": "-73.25",
}

ANSWERS: dict[str, Any] = {
    "permit": "AB-12",
    "story": "One\ntwo",
    "people": 3,
    "rent": "1234.50",
    "moved": "2024-03-05",
    "colour": "blue",
    "pets": ["dog", "cat"],
    "owner": "no",
    "landlord": "Ann",
    "home": {"line1": "12 Main St", "city": "Alder", "state": "NY", "postal_code": "12345-6789"},
    "mobile": "+15555550100",
    "mail": "ann@aldercounty.example",
    "spot": {"description": "By the mill", "latitude": 42.5, "longitude": -73.25},
}


def every_kind() -> FormDefinition:
    return FormDefinition.from_data(EVERY_KIND, languages=["en", "es"])


def posted_form(*fields: dict[str, Any], **posted: Any) -> AnswerForm:
    """Post the values to a form of the fields, in English."""
    return FormDefinition.from_data(list(fields)).form(posted, language="en", today=TODAY)
