"""Answers of every kind, right and wrong; conditions; drafts; and that junk never does harm."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from firstpoint.core.forms.definition import AnswerForm, FormDefinition

from .make import ANSWERS, COLOURS, POSTED, TODAY, every_kind, field, posted_form, text


def form_of(posted: dict[str, Any], **more: Any) -> AnswerForm:
    return every_kind().form(posted, language="en", today=TODAY, **more)


def test_answers_of_every_kind() -> None:
    form = form_of(POSTED)
    assert form.is_valid(), form.errors
    assert form.answers() == ANSWERS


def test_optional_fields_may_stay_empty() -> None:
    form = form_of({"permit": "AB-1", "owner": "yes"})
    assert form.is_valid(), form.errors
    assert form.answers() == {"permit": "AB-1", "owner": "yes"}


def test_a_prefix_keeps_the_form_apart_from_others_on_the_page() -> None:
    form = form_of({f"q-{name}": value for name, value in POSTED.items()}, prefix="q")
    assert form.is_valid(), form.errors
    assert form.answers() == ANSWERS


KINDS_WITHOUT_SETTINGS = [
    ("text", "Enter an answer."),
    ("long_text", "Enter an answer."),
    ("number", "Enter an answer."),
    ("money", "Enter an answer."),
    ("date", "Enter a date."),
    ("yes_no", "Choose yes or no."),
    ("address", "Enter an address."),
    ("phone", "Enter a phone number."),
    ("email", "Enter an email address."),
    ("file", "Choose a file."),
    ("location", "Describe the place."),
]


@pytest.mark.parametrize(("kind", "message"), KINDS_WITHOUT_SETTINGS)
def test_a_required_field_must_be_answered(kind: str, message: str) -> None:
    assert posted_form(field("a", kind, required=True)).errors == {"a": [message]}


@pytest.mark.parametrize(("kind", "message"), [("choice", "an answer"), ("choices", "at least one answer")])
def test_a_required_choice_must_be_made(kind: str, message: str) -> None:
    assert posted_form(field("a", kind, required=True, options=COLOURS)).errors == {"a": [f"Choose {message}."]}


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("text", "  Zoe\u0308 \n x ", "Zo\u00eb   x"),
        ("long_text", "a\r\nb\rc\n", "a\nb\nc"),
        ("number", "1,234", 1234),
        ("number", "0,5", 0.5),
        ("number", "-0", 0),
        ("number", "0.0001", 0.0001),
        ("number", "1 000.25", 1000.25),
        ("money", "$5", "5.00"),
        ("money", "1,234.5", "1234.50"),
        ("money", "1.234,50", "1234.50"),
        ("money", "12,50 €", "12.50"),
        ("phone", "+49 30 123456", "+4930123456"),
        ("phone", "1-800-FLOWERS", "+18003569377"),
        ("email", " a@example.com ", "a@example.com"),
    ],
)
def test_what_is_typed_and_what_is_stored(kind: str, typed: str, stored: object) -> None:
    form = posted_form(field("a", kind), a=typed)
    assert form.is_valid(), form.errors
    assert form.answers() == {"a": stored}


@pytest.mark.parametrize(
    ("entry", "typed", "message"),
    [
        (field("a", "text", max_length=3), "abcd", "at most 3 characters"),
        (field("a", "long_text", max_length=3), "a\r\nbcd", "at most 3 characters"),
        (field("a", "text", pattern="[0-9]+", pattern_help=text("Digits only.", "x")), "1x", "Digits only."),
        (field("a", "number"), "twelve", "Enter a number"),
        (field("a", "number"), "1e5", "Enter a number"),
        (field("a", "number"), "NaN", "Enter a number"),
        (field("a", "number"), "0.00001", "4 decimal places"),
        (field("a", "number"), "1" * 16, "too long"),
        (field("a", "number", min=2), "1", "Enter 2 or more."),
        (field("a", "number", max=2.5), "3", "Enter 2.5 or less."),
        (field("a", "money"), "12.345", "2 decimal places"),
        (field("a", "money", min=0), "-1", "Enter 0 or more."),
        (field("a", "choice", options=COLOURS), "pink", "Choose one of the answers listed."),
        (field("a", "choices", options=COLOURS), ["red", "pink"], "Choose one of the answers listed."),
        (field("a", "yes_no"), "maybe", "Choose one of the answers listed."),
        (field("a", "phone"), "555-0100", "whole phone number"),
        (field("a", "phone"), "hello", "Enter a phone number"),
        (field("a", "phone"), "555 555 0100 ext. 12", "without the extension"),
        (field("a", "email"), "nobody", "valid email"),
        (field("a", "text"), "a\x00b", "Hidden characters"),
        (field("a", "text"), "evil\u202etxt", "Hidden characters"),
        (field("a", "long_text"), "half \ud83d", "Hidden characters"),
        (field("a", "email"), "a@example.com\u2066", "Hidden characters"),
    ],
)
def test_wrong_answers_are_told(entry: dict[str, Any], typed: object, message: str) -> None:
    (error,) = posted_form(entry, a=typed).errors["a"]
    assert message in error


@pytest.mark.parametrize(
    ("month", "day", "year", "message"),
    [
        ("2", "30", "2024", "There is no such date"),
        ("May", "3", "2024", "There is no such date"),
        ("5", "3", "24", "4 digits"),
        ("5", "", "2024", "Enter the day."),
        ("3", "6", "2026", "not after March 5, 2026"),
        ("12", "31", "1999", "not before Jan. 1, 2000"),
        ("9" * 90, "1", "2024", "There is no such date"),
        ("9" * 101, "1", "2024", "at most 100 characters"),
    ],
)
def test_wrong_dates_are_told(month: str, day: str, year: str, message: str) -> None:
    entry = field("a", "date", min="2000-01-01", max="today")
    (error,) = posted_form(entry, a_month=month, a_day=day, a_year=year).errors["a"]
    assert message in error


def test_the_missing_parts_of_an_address_are_named() -> None:
    form = posted_form(field("a", "address"), a_line1="1 Main St", a_city=" ")
    assert form.errors["a"] == ["Enter the city.", "Enter the state.", "Enter the postal code."]
    whole = {"a_line1": "1 Main St", "a_city": "Alder", "a_state": "NY", "a_postal_code": "SW1A 1AA"}
    assert "ZIP code" in posted_form(field("a", "address"), **whole).errors["a"][0]
    abroad = FormDefinition.from_data([field("a", "address")]).form(whole, language="en", today=TODAY, country="GB")
    assert abroad.is_valid() and abroad.answers()["a"]["postal_code"] == "SW1A 1AA"


@pytest.mark.parametrize(
    ("latitude", "longitude", "stored"),
    [
        ("42.5", "-73.25", {"latitude": 42.5, "longitude": -73.25}),
        ("1e-06", "0", {"latitude": 1e-06, "longitude": 0.0}),
        ("91", "0", {}),
        ("nan", "0", {}),
        ("", "3", {}),
        ("x" * 500, "3", {}),
    ],
)
def test_coordinates_are_kept_only_if_they_are_on_earth(latitude: str, longitude: str, stored: Any) -> None:
    place = {"a_description": "By the mill", "a_latitude": latitude, "a_longitude": longitude}
    form = posted_form(field("a", "location"), **place)
    assert form.is_valid() and form.answers() == {"a": {"description": "By the mill", **stored}}


def test_files_are_apart_from_the_answers() -> None:
    definition = FormDefinition.from_data([field("a", "file", required=True), field("b", "text")])
    upload = SimpleUploadedFile("proof.txt", b"words")
    form = definition.form({"b": "x"}, MultiValueDict({"a": [upload]}), language="en", today=TODAY)
    assert form.is_valid() and form.is_multipart()
    assert form.answers() == {"b": "x"} and form.answer_files() == {"a": upload}
    assert "proof.txt" not in json.dumps(form.draft())


def test_a_stored_answer_never_stands_in_for_a_file() -> None:
    definition = FormDefinition.from_data([field("a", "file", required=True)])
    assert not definition.form({}, language="en", today=TODAY, initial={"a": "proof.txt"}).is_valid()


CHAIN = [
    field("pet", "choices", options=[COLOURS[0], COLOURS[1]]),
    field("sick", "yes_no", required=True, shown_if={"field": "pet", "is": ["red"]}),
    field("how", "number", required=True, shown_if={"field": "sick", "is": ["yes"]}),
]


@pytest.mark.parametrize(
    ("posted", "errors", "answers"),
    [
        ({}, [], {}),
        ({"pet": ["blue"], "sick": "yes", "how": "junk"}, [], {"pet": ["blue"]}),
        ({"pet": ["blue", "red"]}, ["sick"], {"pet": ["red", "blue"]}),
        ({"pet": ["red"], "sick": "yes"}, ["how"], {"pet": ["red"], "sick": "yes"}),
        ({"pet": ["red"], "sick": "no", "how": "3"}, [], {"pet": ["red"], "sick": "no"}),
        ({"sick": "yes", "how": "3\x00"}, [], {}),
    ],
)
def test_conditions_hold_on_the_server(posted: dict[str, Any], errors: list[str], answers: Any) -> None:
    form = posted_form(*CHAIN, **posted)
    assert list(form.errors) == errors
    assert form.answers() == answers


def test_a_draft_keeps_what_was_typed_and_shows_it_again() -> None:
    wrong = POSTED | {"moved_day": "31", "moved_month": "2", "people": "many", "home_city": "", "permit": ""}
    definition = every_kind()
    form = form_of(wrong)
    assert not form.is_valid()
    draft = json.loads(json.dumps(form.draft()))
    assert draft["moved"] == {"month": "2", "day": "31", "year": "2024"} and draft["people"] == "many"
    again = definition.form(initial=draft, language="es", today=TODAY)
    assert not again.is_bound
    page = str(again)
    assert all(value in page for value in ('value="31"', 'value="many"', 'value="12 Main St"', "checked"))
    assert definition.check(draft, language="en", today=TODAY).draft() == draft


def test_a_draft_can_be_stored_whatever_was_posted() -> None:
    draft = posted_form(field("a", "text"), field("b", "address"), a="x\x00\ud800", b_city="\u202ey").draft()
    assert draft == {"a": "x", "b": {"city": "y"}}


def test_answers_as_initial_are_shown_again() -> None:
    page = str(every_kind().form(initial=ANSWERS, language="en", today=TODAY))
    assert 'value="2024"' in page and 'value="1234.50"' in page and 'value="12345-6789"' in page


JUNK = st.text(max_size=40) | st.sampled_from(["\ud800", "a\x00", "9" * 40, "yes", "red", "1", "2024", "+1555"])
NAMES = st.sampled_from([*POSTED, "proof", "moved", "home", "other"])


@given(st.dictionaries(NAMES, JUNK | st.lists(JUNK, max_size=3) | st.none() | st.integers()))
def test_junk_never_does_harm(junk: dict[str, Any]) -> None:
    form = form_of(POSTED | junk)
    form.is_valid()
    str(form).encode()
    json.dumps(form.draft(), allow_nan=False).encode()
    answers = json.loads(json.dumps(form.answers(), allow_nan=False))
    if form.is_valid():
        again = every_kind().check(answers, language="en", today=TODAY)
        assert again.is_valid(), again.errors
        assert again.answers() == form.answers()


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False))
def test_amounts_are_stored_exactly(amount: Any) -> None:
    form = posted_form(field("a", "money"), a=f"{amount:,}")
    assert form.is_valid() and form.answers() == {"a": f"{amount + 0:.2f}"}


KINDS = st.sampled_from(list(ANSWERS))
VALUES = st.none() | st.integers() | JUNK | st.lists(JUNK | st.none()) | st.dictionaries(JUNK, JUNK | st.none())


@given(st.dictionaries(KINDS, VALUES))
def test_stored_values_of_any_shape_can_be_shown_and_checked(stored: dict[str, Any]) -> None:
    definition = every_kind()
    str(definition.form(initial=stored, language="en", today=TODAY))
    definition.check(stored, language="en", today=TODAY).is_valid()
    definition.display(stored, "es")
