"""No e-mail address and no long number reaches a log line, nor the error that is written below it."""

import io
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.masking import PersonalDataFilter, mask

PHONES = ["+15555550123", "(555) 555-0123", "555-555-0123", "555.555.0123", "+34 600 123 456"]


@pytest.mark.parametrize("phone", PHONES)
def test_phone_numbers_are_masked(phone: str) -> None:
    masked = mask(f"Called {phone} in vain")
    assert "[number]" in masked
    assert len(re.findall(r"\d", masked)) <= 3


@pytest.mark.parametrize(
    "text",
    ["GET /en/track/ 200", "K7M-4QX-2WPM", "took 0.123 s", "at 12:34:56", "job 12345", "127.0.0.1:8000", "v5.2.19"],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert mask(text) == text


@given(st.emails(), st.text(max_size=20))
def test_no_address_stays_whole(address: str, around: str) -> None:
    local, _at, _domain = address.partition("@")
    masked = mask(f"{around} {address} {around}")
    if re.fullmatch(r"[\w.+-]+", local):
        assert address not in masked


@given(st.integers(min_value=10**6, max_value=10**18 - 1))
def test_no_long_number_stays(number: int) -> None:
    assert str(number) not in mask(f"account {number} of")


def test_what_a_database_error_quotes_is_left_out() -> None:
    refused = 'null value in column "x"\nDETAIL:  Failing row contains (1, Rosa Vale, two\n\nlines, null).'
    told = f"psycopg.errors.NotNullViolation: {refused}\n\nThe above exception was the direct cause of the following"
    assert "Rosa" not in mask(told)
    assert "lines" not in mask(told)
    assert mask(told).endswith("DETAIL: [quoted]\n\nThe above exception was the direct cause of the following")
    assert "Rosa" not in mask("syntax error\nLINE 1: INSERT INTO x VALUES ('Rosa Vale')\n            ^")
    assert mask("See the DETAIL: all is well") == "See the DETAIL: all is well"


def test_the_filter_masks_line_arguments_and_errors() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(PersonalDataFilter())
    log = logging.Logger("test")
    log.addHandler(handler)
    log.warning("Wrote to %s and %d", "rosa@mail.example", 15555550123)
    try:
        raise ValueError("Key (email)=(rosa@mail.example) exists")
    except ValueError:
        log.exception("It failed for %s", "+15555550123")
    assert "rosa" not in written.getvalue()
    assert "5555" not in written.getvalue()
    assert "Wrote to [e-mail] and [number]" in written.getvalue()
    assert "ValueError: Key (email)=([e-mail]) exists" in written.getvalue()
