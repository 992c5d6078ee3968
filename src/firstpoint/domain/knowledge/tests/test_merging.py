"""Merge fields are filled in once, what lacks a value leaves nothing odd, and what nobody knows is found out before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.queries.merging import MERGE_FIELDS, fill, unknown_fields

FULL = {name: name.replace("_", " ").title() for name in MERGE_FIELDS}
LETTERS = st.text(alphabet="abc ABC,.!?:\n¿ñ-", max_size=60)
FIELDS = st.sampled_from(sorted(MERGE_FIELDS)).map(lambda name: f"{{{name}}}")
TEXTS = st.lists(LETTERS | FIELDS, max_size=8).map("".join)
VALUES = st.text(max_size=20)


def filled(text: str, **values: str) -> str:
    return fill(text, {"reference": "K7M", **values}, greeting="Hello,")


def is_part_in_order(part: list[str], whole: list[str]) -> bool:
    left = iter(whole)
    return all(each in left for each in part)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Dear {customer_name},\n\nyour case is {reference}.", "Hello,\n\nyour case is K7M."),
        ("Dear {customer_name}: thank you.", ""),
        ("Your case is {reference}. Call us at {agency_phone}. Thank you!", "Your case is K7M. Thank you!"),
        ("We have it.\n\nCall us at {agency_phone}.\n\nThank you.", "We have it.\n\nThank you."),
        ("- Do it online: {self_service_link}\n- Give {reference}", "- Give K7M"),
        ("{ Reference }", "K7M"),
        ("Nothing to fill in.\n\n\n\nBlank lines stay.", "Nothing to fill in.\n\n\n\nBlank lines stay."),
    ],
)
def test_what_lacks_a_value_leaves_nothing_odd(text: str, becomes: str) -> None:
    assert filled(text) == becomes


def test_a_salutation_with_a_name_is_as_it_was_written() -> None:
    assert filled("Dear {customer_name},\nhere it is.", customer_name="Rosa\nVale ") == "Dear Rosa Vale,\nhere it is."


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{customer_name} {reference}", []),
        ("{nickname} and {nickname}, {promise}", ["{nickname}"]),
        ("{} {{reference}} {", ["{}", "{", "}"]),
        ("{customer.__class__}", ["{customer.__class__}"]),
    ],
)
def test_what_is_no_field_is_found(text: str, unknown: list[str]) -> None:
    assert unknown_fields(text) == unknown


@given(TEXTS)
def test_with_every_value_only_the_fields_change(text: str) -> None:
    expected = re.sub(r"\{(\w+)\}", lambda found: FULL[found[1]], "\n".join(text.strip().splitlines()))
    assert fill(text, FULL, greeting="Hello,") == expected


@given(TEXTS, st.dictionaries(st.sampled_from(sorted(MERGE_FIELDS)), LETTERS))
def test_no_field_is_left(text: str, values: dict[str, str]) -> None:
    assert "{" not in fill(text, values, greeting="Hello,")


@given(TEXTS)
def test_without_any_value_what_is_left_was_there_before_in_that_order(text: str) -> None:
    said = fill(text, {}, greeting="Hello,")
    assert "{" not in said and "\n\n\n" not in (said if "{" in text else "")
    lines = said.removeprefix("Hello,").splitlines()
    assert is_part_in_order([word for line in lines for word in line.split()], text.split())
    untouched = [line.strip() for line in text.splitlines() if line.strip() and "{" not in line]
    assert is_part_in_order(untouched, [line.strip() for line in lines])


@given(VALUES)
def test_a_value_is_never_filled_in_itself(value: str) -> None:
    said = fill("It is {customer_name} for sure", {"customer_name": value, "reference": "K7M"}, greeting="")
    assert said == (f"It is {' '.join(value.split())} for sure" if value.strip() else "")
