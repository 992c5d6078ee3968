"""Answers read back in words, in the languages of the definition."""

from firstpoint.core.forms.definition import Answered, FormDefinition

from .make import ANSWERS, COLOURS, every_kind, field


def words(language: str) -> dict[str, str]:
    return {one.code: one.text for one in every_kind().display(ANSWERS, language)}


def test_english() -> None:
    assert words("en") == {
        "permit": "AB-12",
        "story": "One\ntwo",
        "people": "3",
        "rent": "$1,234.50",
        "moved": "March 5, 2024",
        "colour": "Blue",
        "pets": "Dog, Cat",
        "owner": "No",
        "landlord": "Ann",
        "home": "12 Main St\nAlder, NY 12345-6789",
        "mobile": "(555) 555-0100",
        "mail": "ann@aldercounty.example",
        "spot": "By the mill\n42.5, -73.25",
    }


def test_spanish() -> None:
    spanish = words("es")
    assert spanish["moved"] == "5 de marzo de 2024"
    assert spanish["colour"] == "Azul" and spanish["pets"] == "Perro, Gato"
    assert spanish["rent"] == "$1,234.50"


def test_labels_order_and_personal_marks() -> None:
    shown = every_kind().display({"mail": "a@example.com", "permit": "AB-1", "gone": "x"}, "es")
    assert shown == [
        Answered("permit", "permit en español", "AB-1", False),
        Answered("mail", "mail en español", "a@example.com", True),
    ]


def test_the_country_decides_currency_and_phone_format() -> None:
    shown = every_kind().display({"rent": "5.00", "mobile": "+15555550100"}, "es", country="ES")
    assert [one.text for one in shown] == ["5,00\xa0€", "+1 555-555-0100"]


def test_answers_that_fit_the_definition_no_longer_are_shown_as_stored() -> None:
    definition = FormDefinition.from_data(
        [field("a", "choice", options=COLOURS), field("b", "date"), field("c", "money"), field("d", "phone")]
    )
    shown = definition.display({"a": "pink", "b": "soon", "c": "much", "d": ["x"]}, "en")
    assert [one.text for one in shown] == ["pink", "soon", "much", "['x']"]
