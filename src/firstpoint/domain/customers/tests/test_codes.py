"""A one-time code opens once, soon, for who has it, and whoever guesses learns nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.core.tests.make import Session
from firstpoint.domain.customers import actions
from firstpoint.domain.customers.actions import CODE_ATTEMPTS, WrongCode, digits_of
from firstpoint.domain.customers.models import CodePurpose, OneTimeCode
from firstpoint.domain.people.models import public_site

SITE = public_site()


def a_code(**more: Any) -> OneTimeCode:
    given = {"purpose": CodePurpose.TRACK, "subject_id": 1, "kind": "email", "destination": "rosa@mail.example"}
    return actions.issue_code(actor=SITE, language="en", **given | more)


def use(code: OneTimeCode, digits: str | None = None, purpose: str = CodePurpose.TRACK) -> OneTimeCode:
    return actions.use_code(code.pk, digits_of(code) if digits is None else digits, actor=SITE, purpose=purpose)


def another(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


@pytest.mark.django_db
class TestUsing:
    def test_the_right_digits_open_once(self) -> None:
        code = a_code()
        assert use(code).used_at == clock.now()
        with pytest.raises(WrongCode):
            use(code)
        assert Event.objects.filter(type="code.used").count() == Event.objects.filter(type="code.refused").count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            another,
            lambda digits: "",
            lambda digits: digits[:5],
            lambda digits: digits + "0",
            lambda digits: "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in digits),
            lambda digits: "é" * 6,
            lambda digits: "\0",
        ],
    )
    def test_wrong_digits_are_counted_and_the_right_ones_still_open(self, wrong: Callable[[str], str]) -> None:
        code = a_code()
        with pytest.raises(WrongCode):
            use(code, wrong(digits_of(code)))
        code.refresh_from_db()
        assert (code.attempts, code.used_at) == (1, None)
        use(code)

    def test_after_too_many_tries_the_right_digits_do_not_open_either(self) -> None:
        code = a_code()
        for _try in range(CODE_ATTEMPTS):
            with pytest.raises(WrongCode):
                use(code, another(digits_of(code)))
        with pytest.raises(WrongCode):
            use(code)

    @pytest.mark.parametrize(("minutes", "opens"), [(14, True), (15, False), (60, False)])
    def test_it_is_good_for_a_quarter_of_an_hour(self, minutes: int, opens: bool) -> None:
        code = a_code()
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            if opens:
                use(code)
            else:
                with pytest.raises(WrongCode):
                    use(code)

    def test_a_code_that_was_sent_to_nobody_never_opens(self) -> None:
        code = a_code(destination="", subject_id=None)
        with pytest.raises(WrongCode):
            use(code)

    def test_a_code_opens_what_it_was_made_for(self) -> None:
        code = a_code()
        with pytest.raises(WrongCode):
            use(code, purpose=CodePurpose.DRAFT)
        code.refresh_from_db()
        assert code.attempts == 0

    def test_an_id_that_does_not_exist_is_told_alike(self) -> None:
        with pytest.raises(WrongCode):
            actions.use_code(0, "123456", actor=SITE, purpose=CodePurpose.TRACK)

    def test_the_digits_are_six_differ_and_stand_nowhere(self) -> None:
        codes = [a_code() for _code in range(30)]
        digits = [digits_of(code) for code in codes]
        assert all(len(some) == 6 and some.isdigit() for some in digits)
        assert len(set(digits)) > 25
        for code, some in zip(codes, digits, strict=True):
            assert some not in code.nonce
            assert some not in str(vars(code))

    def test_old_codes_are_forgotten_a_day_later_and_their_events_stay(self) -> None:
        a_code()
        with clock.frozen(clock.now() + timedelta(days=1, minutes=15)):
            assert actions.forget_old_codes(actor=SITE) == 0
        with clock.frozen(clock.now() + timedelta(days=1, minutes=16)):
            assert actions.forget_old_codes(actor=SITE) == 1
        assert Event.objects.filter(type="code.issued").exists()


def test_a_wrong_try_counts_though_the_caller_is_told_of_an_error(committed_database: str) -> None:
    code = a_code()
    with pytest.raises(WrongCode):
        use(code, "")
    assert OneTimeCode.objects.get().attempts == 1


def test_two_who_use_it_at_once_do_not_both_get_in(committed_database: str) -> None:
    code = a_code()
    with Session() as one, Session() as two:
        tries = [session.start(use, code) for session in (one, two)]
        refused = [attempt.exception(timeout=60) for attempt in tries]
    assert sorted(type(error).__name__ for error in refused) == ["NoneType", "WrongCode"]
