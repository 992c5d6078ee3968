"""Places in long lists survive an address, whatever was written into it by hand."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_editor
from firstpoint.doors.desk.paging import PAGE_SIZE, newest_page, numbered_page, read_place, write_place
from firstpoint.doors.desk.tests.make import a_desk_of

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "who", "nothing"),
    [
        ("staff/?q=nobody", a_supervisor, "Nobody found"),
        ("intake/?", a_supervisor, "Nothing waits"),
        ("jobs/?", a_supervisor, "Every job was done"),
        ("knowledge/articles/?", an_editor, "No article found"),
        ("knowledge/requests/?", an_editor, "No change request here"),
        ("knowledge/synonyms/?", an_editor, "No group found"),
    ],
)
def test_an_empty_list_says_so_and_whoever_went_too_far_finds_the_way_back(
    place: str, who: Callable[[], User], nothing: str
) -> None:
    a_catalogue()
    desk = a_desk_of(who())
    assert nothing in desk.get(f"/desk/{place}").text
    beyond = desk.get(f"/desk/{place}&page=7").text
    assert nothing not in beyond
    assert 'page=6" rel="prev"' in beyond
