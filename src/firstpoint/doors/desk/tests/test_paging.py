"""Places in long lists survive an address, whatever was written into it by hand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.doors.desk.paging import PAGE_SIZE, newest_page, numbered_page, read_place, write_place

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(1, 10**17))
def test_a_place_is_read_as_it_was_written(at: datetime, pk: int) -> None:
    assert read_place(write_place(at, pk)) == (at, pk)


@given(st.text(max_size=60) | st.from_regex(r"\d{0,30}-\d{0,30}"))
def test_anything_else_is_no_place_or_a_sound_one(text: str) -> None:
    place = read_place(text)
    assert place is None or (place[0].tzinfo is UTC and 0 <= place[1] < 10**18)


@pytest.mark.django_db
def test_pages_hold_every_row_once_though_moments_are_equal() -> None:
    made = [an_adviser().pk for _ in range(PAGE_SIZE * 2 + 3)]
    staff = User.objects.filter(pk__in=made).order_by("-created_at", "-id")
    seen: list[int] = []
    place = ""
    for _ in range(5):
        page = newest_page(staff, "created_at", place)
        seen += [user.pk for user in page.rows]
        place = page.next_url.removeprefix("?before=")
        if not place:
            break
    assert seen == sorted(made, reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "x", "-3", "0", "²", "99999999999"])
def test_no_number_is_the_first_page(number: str) -> None:
    made = [an_adviser().pk for _ in range(PAGE_SIZE + 1)]
    page = numbered_page(User.objects.filter(pk__in=made).order_by("id"), number, queue="tier-1")
    assert [user.pk for user in page.rows] == made[:PAGE_SIZE]
    assert page.previous_url == ""
    assert page.next_url == "?queue=tier-1&page=2"
