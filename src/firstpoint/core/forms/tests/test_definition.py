"""What a definition may not contain, and that each refusal names the field and what to mend."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.forms.definition import DefinitionError, FormDefinition
from firstpoint.core.forms.schema import in_language

from .make import COLOURS, EVERY_KIND, every_kind, field, text


def problems(*fields: Any, languages: list[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(DefinitionError) as error:
        FormDefinition.from_data(list(fields), languages=languages or [])
    return error.value.problems


def test_every_kind_is_read() -> None:
    definition = every_kind()
    assert [one.code for one in definition.fields] == [one["code"] for one in EVERY_KIND]
    assert [one.code for one in definition.fields if one.personal] == ["home", "mobile", "mail"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("nonsense", "an object with code, kind and label"),
        (field("Bad Code", "text"), "a letter first"),
        (field("a", "colour"), "the kind must be one of"),
        (field("a", "text", requird=True), "“requird” is not a setting"),
        (field("a", "text", options=COLOURS), "“options” is not a setting"),
        (field("a", "text", required="yes"), "required must be true or false"),
        (field("a", "text", label="Name"), "label must give the words by language"),
        (field("a", "text", label={"en": " "}), "label in en must be words"),
        (field("a", "text", label={"en": "a\x00"}), "label in en must be words"),
        (field("a", "text", label={"english!": "Name"}), "language code"),
        (field("a", "choice"), "options are missing"),
        (field("a", "choice", options=[]), "options are missing"),
        (field("a", "choice", options=[*COLOURS, COLOURS[0]]), "“red” is listed twice"),
        (field("a", "choice", options=[{"code": "x"}]), "each option has a code and a label"),
        (field("a", "choice", options=[{"code": "X Y", "label": text("a", "b")}]), "an option's code"),
        (field("a", "number", min="1"), "min must be a number"),
        (field("a", "number", min=float("nan")), "min must be a number"),
        (field("a", "number", max=10**400), "max must be a number"),
        (field("a", "number", min=2, max=1), "min is greater than max"),
        (field("a", "date", min="soon"), "min must be a date"),
        (field("a", "date", min="2026-02-02", max="2026-02-01"), "min is later than max"),
        (field("a", "text", max_length=0), "max_length must be"),
        (field("a", "long_text", max_length=10**9), "max_length must be"),
        (field("a", "text", pattern="("), "no usable regular expression"),
        (field("a", "text", pattern="(?=x)y"), "may not look around"),
        (field("a", "text", pattern="\ud800"), "no usable regular expression"),
        (field("a", "text", pattern="x" * 201), "at most 200 characters"),
        (field("a", "text", pattern="x+"), "pattern_help must give the words"),
        (field("a", "text", pattern_help=text("a", "b")), "pattern_help needs a pattern"),
        (field("a", "text", shown_if={"field": "b"}), "shown_if must be like"),
        (field("a", "text", shown_if={"field": "b", "is": []}), "shown_if must be like"),
    ],
)
def test_a_field_that_is_not_sound(entry: Any, words: str) -> None:
    (problem,) = problems(entry)
    assert words in problem


def test_each_field_has_its_own_problem() -> None:
    first, second = problems(field("a", "colour"), field("fine", "text"), {"kind": "text"})
    assert first.startswith("Field “a”") and second.startswith("Field “3”")


def test_missing_languages_are_named() -> None:
    (problem,) = problems(field("a", "text", label={"en": "Name"}), languages=["en", "es", "fr"])
    assert problem == "Field “a”: label is missing in: es, fr."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (field("a", "text"), field("a", "text"), "used twice"),
        (field("a", "text"), field("a_0", "text"), "taken by a part of the field “a”"),
        (field("b_year", "text"), field("b", "date"), "taken by a part of the field “b”"),
        (field("a", "text", shown_if={"field": "b", "is": ["yes"]}), field("b", "yes_no"), "come before it"),
        (field("a", "text"), field("b", "text", shown_if={"field": "c", "is": ["yes"]}), "no such field"),
        (field("a", "text"), field("b", "text", shown_if={"field": "a", "is": ["yes"]}), "must be of kind"),
        (field("a", "yes_no"), field("b", "text", shown_if={"field": "a", "is": ["maybe"]}), "only: yes, no"),
        (
            field("a", "choice", options=COLOURS),
            field("b", "text", shown_if={"field": "a", "is": ["pink"]}),
            "only: red, blue, green",
        ),
    ],
)
def test_fields_that_do_not_fit_together(before: Any, after: Any, words: str) -> None:
    assert any(words in problem for problem in problems(before, after))


def test_a_definition_is_a_list_of_limited_length() -> None:
    with pytest.raises(DefinitionError, match="a list of fields"):
        FormDefinition.from_data({"fields": []})
    with pytest.raises(DefinitionError, match="at most 200"):
        FormDefinition.from_data([field(f"f{number}", "text") for number in range(201)])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SETTINGS = ["code", "kind", "label", "help", "options", "shown_if", "min", "max", "max_length", "pattern"]


@given(st.sampled_from(EVERY_KIND), st.dictionaries(st.sampled_from(SETTINGS), JSON, max_size=3))
def test_junk_is_either_read_or_refused(entry: dict[str, Any], junk: dict[str, Any]) -> None:
    try:
        FormDefinition.from_data([{**entry, **junk}], languages=["en"])
    except DefinitionError as error:
        assert len(error.problems) == 1


def test_words_fall_back_to_the_parent_and_then_the_first_language() -> None:
    words = {"es": "Hola", "en": "Hello"}
    assert [in_language(words, code) for code in ("en", "en-gb", "fr")] == ["Hello", "Hello", "Hola"]
    assert in_language({}, "en") == ""
