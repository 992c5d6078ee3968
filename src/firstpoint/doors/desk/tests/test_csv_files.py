"""A file of a table: whatever stands in it, no spreadsheet runs it, and numbers stay numbers."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.doors.desk.csv_files import csv_file

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x.example")', "＝1")


def read(*rows: list[str | int | float | None]) -> list[list[str]]:
    response = csv_file("a.csv", ["Name"], rows)
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))[1:]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula(text: str) -> None:
    assert read([text]) == [[f"'{text}"]]


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert read([-3, 0.123456, None, "Water, and more"]) == [["-3", "0.1235", "", "Water, and more"]]


def test_the_file_has_its_name_and_its_mark() -> None:
    response = csv_file("figures.csv", ["Día"], [])
    assert response.content.startswith(b"\xef\xbb\xbfD\xc3\xada")
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_no_cell_begins_a_formula(text: str) -> None:
    ((cell,),) = read(["x" + text]) if not text else read([text])
    assert not cell.strip().startswith(("=", "+", "-", "@"))
    assert cell.endswith(text)
