"""Cases whose day a law sets: when they are due, what moves that, and how far it can be put off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import DomainError
from firstpoint.core.models import Event
from firstpoint.core.statutory_time import day_of
from firstpoint.domain.cases import actions, queries
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.models import Calendar, EnquiryTypeVersion
from firstpoint.domain.catalogue.tests.make import OFFICE_DAYS, an_enquiry_type, text
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db

LONDON = "Europe/London"
# A Tuesday evening: the office is closed, the day counts as received.
RECEIVED = datetime(2025, 9, 2, 21, tzinfo=UTC)


def british_hours() -> Calendar:
    return catalogue.save_calendar(
        "britain",
        actor=SYSTEM,
        name=text("Britain", "Gran Bretaña"),
        time_zone=LONDON,
        hours={day: [["09:00", "17:00"]] for day in OFFICE_DAYS},
        holiday_country="GB",
    )


def a_statutory_type(statutory: str) -> EnquiryTypeVersion:
    return an_enquiry_type(statutory.replace("_", "-"), statutory=statutory, calendar=british_hours())


def received(statutory: str, owner: User | None = None) -> Case:
    kind = a_statutory_type(statutory)
    with clock.frozen(RECEIVED):
        return a_taken_case(owner, kind) if owner else a_case(kind)


def due_on(case: Case) -> date:
    return day_of(Case.objects.get(pk=case.pk).due_at, LONDON)


def test_each_kind_is_due_by_its_law() -> None:
    assert due_on(received("foi")) == date(2025, 9, 30)
    assert due_on(received("subject_access")) == date(2025, 10, 2)


def test_freedom_of_information_waits_while_it_is_clarified() -> None:
    ana = an_adviser()
    case = received("foi", ana)
    with clock.frozen(RECEIVED + timedelta(days=1)):
        actions.ask_customer(case.pk, actor=ana.acting(), body="Which years?")
    with clock.frozen(RECEIVED + timedelta(days=8)):
        customer_writes(case)
    # Five working days of waiting, from Thursday to Wednesday.
    assert due_on(case) == date(2025, 10, 7)


def test_subject_access_begins_anew_when_what_was_asked_for_comes() -> None:
    ana = an_adviser()
    case = received("subject_access", ana)
    with clock.frozen(RECEIVED + timedelta(days=1)):
        actions.ask_customer(case.pk, actor=ana.acting(), body="Please show who you are.")
    with clock.frozen(RECEIVED + timedelta(days=8)):
        customer_writes(case)
    assert due_on(case) == date(2025, 10, 10)


def test_the_day_is_moved_as_far_as_the_law_allows_and_the_customer_is_told() -> None:
    ana = an_adviser()
    case = received("subject_access", ana)
    with clock.frozen(RECEIVED + timedelta(days=10)):
        for day, says in (
            (date(2025, 12, 3), "at the latest"),
            (date(2025, 10, 1), "later day"),
            (date(2025, 9, 1), "after today"),
        ):
            with pytest.raises(DomainError, match=says):
                actions.extend_promise(case.pk, actor=ana.acting(), due_on=day, reason="Many files.")
        with pytest.raises(DomainError, match="reason"):
            actions.extend_promise(case.pk, actor=ana.acting(), due_on=date(2025, 12, 2), reason=" ")
        actions.extend_promise(case.pk, actor=ana.acting(), due_on=date(2025, 12, 2), reason="Many files.")
    assert due_on(case) == date(2025, 12, 2)
    last = queries.public_thread(case).last()
    assert last is not None
    assert "Dec. 2, 2025" in last.body
    assert "Many files." in last.body
    assert Event.objects.filter(type="case.promise_extended", case_id=case.pk).count() == 1


def test_once_the_day_has_passed_it_cannot_be_moved() -> None:
    ana = an_adviser()
    case = received("foi", ana)
    with clock.frozen(RECEIVED + timedelta(days=40)), pytest.raises(DomainError, match="has passed"):
        actions.extend_promise(case.pk, actor=ana.acting(), due_on=date(2025, 10, 20), reason="Public interest.")
    with clock.frozen(RECEIVED + timedelta(days=3)):
        actions.extend_promise(case.pk, actor=ana.acting(), due_on=date(2025, 10, 28), reason="Public interest.")
    assert due_on(case) == date(2025, 10, 28)


def test_an_ombudsman_names_the_day_and_other_promises_stand() -> None:
    ana = an_adviser()
    case, other = received("ombudsman", ana), a_taken_case(ana)
    with clock.frozen(RECEIVED):
        actions.extend_promise(case.pk, actor=ana.acting(), due_on=date(2025, 9, 12), reason="The ombudsman asks.")
    assert due_on(case) == date(2025, 9, 12)
    with pytest.raises(DomainError, match="Only the day of a statutory case"):
        actions.extend_promise(other.pk, actor=ana.acting(), due_on=date(2030, 1, 1), reason="Busy.")
