"""Local times on the nights when clocks change, and on all others."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django.utils import timezone

from firstpoint.domain.knowledge.queries.moments import Skipped, Twice, moment_of


def test_a_time_that_the_clocks_skip_is_named_with_another() -> None:
    with pytest.raises(Skipped, match=r"skip 02:30\. Choose another time, for example 03:30\."):
        moment_of(datetime(2026, 3, 8, 2, 30))
    assert moment_of(datetime(2026, 3, 8, 3, 0)) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_asks_which() -> None:
    local = datetime(2026, 11, 1, 1, 30)
    with pytest.raises(Twice, match="01:30 comes twice"):
        moment_of(local)
    assert moment_of(local, is_second=False) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert moment_of(local, is_second=True) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.booleans())
def test_an_instant_reads_on_the_clock_as_it_was_asked(local: datetime, is_second: bool) -> None:
    zone = timezone.get_default_timezone()
    try:
        instant = moment_of(local, is_second=is_second)
    except Skipped:
        noon = datetime(local.year, local.month, local.day, 12, tzinfo=zone)
        assert noon.utcoffset() != (noon - timedelta(days=1)).utcoffset()
        return
    assert instant.astimezone(zone).replace(tzinfo=None, fold=0) == local
