"""A supervisor gives a case to somebody, whoever had it."""

import pytest

from firstpoint.core.errors import DomainError, NotFound
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import (
    a_restricted_type,
)
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.models import HandOffState, WorkState
from firstpoint.domain.routing.tests.make import hand_on, item_of, owner_of

pytestmark = pytest.mark.django_db


def test_a_supervisor_gives_a_case_to_somebody_whoever_had_it() -> None:
    ana, sam, boss = an_adviser(), an_adviser(tier=2), a_supervisor()
    case = a_taken_case(ana)
    offer = hand_on(case, ana)
    actions.reassign(case.pk, actor=boss.acting(), person=sam)
    assert (owner_of(case), item_of(case).state, item_of(case).tier) == (sam, WorkState.TAKEN, 2)
    offer.refresh_from_db()
    assert offer.state == HandOffState.WITHDRAWN
    actions.reassign(case.pk, actor=boss.acting(), person=boss)
    assert owner_of(case) == boss


def test_waiting_work_can_be_given_to_somebody() -> None:
    ana = an_adviser()
    case = a_case()
    actions.reassign(case.pk, actor=a_supervisor().acting(), person=ana)
    assert owner_of(case) == ana
    with pytest.raises(NotFound):
        actions.take_next(actor=an_adviser().acting())


def test_not_to_somebody_who_may_not_see_it() -> None:
    benefits = a_department("benefits")
    case = a_case(a_restricted_type())
    boss = a_supervisor(departments=[benefits])
    with pytest.raises(DomainError, match="may not see"):
        actions.reassign(case.pk, actor=boss.acting(), person=an_adviser())
    with pytest.raises(NotFound):
        actions.reassign(case.pk, actor=a_supervisor().acting(), person=an_adviser(departments=[benefits]))
