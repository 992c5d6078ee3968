"""Tries are counted together, whichever process or machine they reach, and begin anew with the next window."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import TooMany
from firstpoint.core.models import RateCount
from firstpoint.core.rate_limits import count_try, forget_old_counts, network_of, take_back_try
from firstpoint.core.tests.make import Session

HOUR = timedelta(hours=1)


def tries_until_too_many(key: str, limit: int, most: int) -> int:
    for done in range(most):
        try:
            count_try(key, limit=limit, window=HOUR)
        except TooMany:
            return done
    return most


@pytest.mark.django_db
class TestWindow:
    @pytest.mark.parametrize("limit", [0, 1, 5])
    def test_so_many_and_no_more(self, limit: int) -> None:
        assert tries_until_too_many("form 127.0.0.1", limit, limit + 3) == limit

    def test_each_key_counts_for_itself(self) -> None:
        assert tries_until_too_many("one", 2, 9) == tries_until_too_many("two", 2, 9) == 2

    def test_the_window_ends_though_tries_go_on(self) -> None:
        start = clock.now()
        assert tries_until_too_many("x", 2, 9) == 2
        with clock.frozen(start + HOUR - timedelta(seconds=1)), pytest.raises(TooMany):
            count_try("x", limit=2, window=HOUR)
        with clock.frozen(start + HOUR):
            assert tries_until_too_many("x", 2, 9) == 2

    def test_what_has_run_out_is_forgotten(self) -> None:
        start = clock.now()
        count_try("old", limit=1, window=HOUR)
        with clock.frozen(start + HOUR):
            count_try("new", limit=1, window=HOUR)
            assert forget_old_counts() == 1
        assert RateCount.objects.count() == 1

    def test_what_is_counted_is_not_kept(self) -> None:
        count_try("sign-in account rosa@mail.example", limit=1, window=HOUR)
        assert "rosa" not in RateCount.objects.get().key

    def test_a_try_is_taken_back(self) -> None:
        count_try("x", limit=1, window=HOUR)
        take_back_try("x")
        count_try("x", limit=1, window=HOUR)

    def test_a_key_may_be_long(self) -> None:
        assert tries_until_too_many("x" * 500, 1, 3) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unknown", "unknown"),
        ("x" * 500, "x" * 45),
    ],
)
def test_an_ipv6_subscriber_is_one_sender(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_limit_holds_over_several_connections(committed_database: str) -> None:
    sessions = [Session() for _session in range(3)]
    calls = [session.start(tries_until_too_many, "code rosa", 10, 20) for session in sessions]
    assert sum(call.result(timeout=60) for call in calls) == 10
    for session in sessions:
        with session:
            pass
