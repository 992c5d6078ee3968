"""One rule says who sees a case, whatever way they try: list, page, search, timeline, work list, taking, acting."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from firstpoint.core import published
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as case_actions
from firstpoint.domain.cases import queries
from firstpoint.domain.cases.models import Case, CaseContact
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_restricted_type, an_enquiry_type
from firstpoint.domain.contacts.models import Attachment
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.tests.make import an_incoming
from firstpoint.domain.people.models import SYSTEM, Department, Role, public_site
from firstpoint.domain.people.tests.make import a_supervisor
from firstpoint.domain.routing import actions
from firstpoint.domain.routing import queries as work
from firstpoint.domain.routing.models import WorkItem, WorkState

pytestmark = pytest.mark.django_db

READERS = {Role.ADVISER, Role.SUPERVISOR, Role.AUDITOR}
HANDLERS = {Role.ADVISER, Role.SUPERVISOR}


@dataclass(frozen=True)
class World:
    cases: list[Case]
    items: dict[int, WorkItem]
    case_of_contact: dict[int, int]
    departments: list[int]


def a_world() -> World:
    """Two customers with open and restricted cases of two departments at three tiers; waiting, taken and closed."""
    boss = a_supervisor()
    kinds = [an_enquiry_type(f"open-{tier}", tier=tier) for tier in (1, 2, 3)]
    kinds += [
        a_restricted_type(f"{home}-{tier}", tier=tier, department=home)
        for home in ("benefits", "tax")
        for tier in (1, 2)
    ]
    boss.departments.set(Department.objects.all())
    cases = [a_case(kind, name=name, email=f"{name}@mail.example") for kind in kinds for name in ("rosa", "bo")]
    cases += [a_taken_case(boss, kind) for kind in (kinds[0], kinds[3])]
    cases += [a_closed_case(boss, kind) for kind in (kinds[1], kinds[5])]
    upload = SimpleUploadedFile("note.txt", b"hello")
    cases.append(
        intake.take_in(
            an_incoming(enquiry_type="tax-1"), actor=public_site(), external_id="with a file", uploads=[upload]
        )
    )
    cases[-1] = customer_writes(cases[-1])
    return World(
        cases,
        {item.case_id: item for item in WorkItem.objects.all()},
        dict(CaseContact.objects.values_list("contact", "case")),
        list(Department.objects.values_list("pk", flat=True)),
    )


def actors(world: World) -> st.SearchStrategy[Actor]:
    staff = st.builds(
        Actor,
        id=st.just(SYSTEM.id),
        roles=st.frozensets(st.sampled_from([role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC_SITE)])),
        tier=st.integers(0, 3),
        department_ids=st.frozensets(st.sampled_from(world.departments)),
    )
    proven = st.frozensets(st.sampled_from([case.pk for case in world.cases]))
    return st.one_of(staff, proven.map(lambda pks: public_site(proven_case_ids=pks)), st.just(SYSTEM))


def sees(actor: Actor, case: Case) -> bool:
    """Say by the rule as people say it, not as the code does, whether the actor may see the case."""
    if Role.SYSTEM in actor.roles:
        return True
    if Role.PUBLIC_SITE in actor.roles:
        return case.pk in actor.proven_case_ids
    return bool(actor.roles & READERS) and (
        case.restricted_to_id is None or case.restricted_to_id in actor.department_ids
    )


def may_take(actor: Actor, item: WorkItem, case: Case) -> bool:
    """Say whether the actor may see the work of a case."""
    if Role.SYSTEM in actor.roles:
        return True
    in_reach = Role.SUPERVISOR in actor.roles or item.tier == actor.tier
    return bool(actor.roles & HANDLERS) and sees(actor, case) and in_reach


def found(actor: Actor, case: Case) -> bool:
    try:
        return queries.get_case(actor, case.reference) == case
    except NotFound:
        return False


def refusal(act: Callable[[], object]) -> type[Exception] | None:
    """Say how an action is refused; whatever it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
            published.forget()
    except DomainError as error:
        return type(error)
    return None


def whole_timeline(actor: Actor, customer: Customer) -> list[queries.TimelineEntry]:
    """Read a customer's timeline page by page to its beginning."""
    timeline = queries.timeline_of_customer(actor, customer)
    while len(timeline) % queries.TIMELINE_LENGTH == 0:
        timeline += queries.timeline_of_customer(actor, customer, before=(timeline[-1].at, timeline[-1].id))
    return timeline


def check_lists(world: World, actor: Actor, visible: set[int]) -> None:
    assert {case.pk for case in queries.case_list(actor)} == visible
    assert {case.pk for case in queries.owned_cases(actor)} <= visible
    for case in world.cases:
        assert found(actor, case) == (case.pk in visible)
        assert queries.case_list(actor, search=case.reference).exists() == (case.pk in visible)
        for attachment in Attachment.objects.filter(message__contact__case_link__case=case):
            outcome = refusal(partial(queries.get_attachment, actor, case, attachment.pk))
            assert outcome == (None if case.pk in visible else NotFound)


def check_customers(world: World, actor: Actor, visible: set[int]) -> None:
    for customer in Customer.objects.all():
        mine = {case.pk for case in world.cases if case.customer_id == customer.pk}
        assert {case.pk for case in queries.cases_of(actor, customer)} == mine & visible
        timeline = whole_timeline(actor, customer)
        shown = Event.objects.filter(pk__in=[entry.id for entry in timeline])
        cases = {event.case_id or world.case_of_contact.get(event.contact_id) for event in shown} - {None}
        assert cases == mine & visible
        references = {entry.reference for entry in timeline} - {""}
        assert references == {case.reference for case in world.cases if case.pk in mine & visible}


def check_work(world: World, actor: Actor) -> None:
    reach = {case.pk for case in world.cases if may_take(actor, world.items[case.pk], case)}
    waiting = {pk for pk in reach if world.items[pk].state == WorkState.WAITING}
    assert {item.case_id for item in work.waiting_work(actor)} == waiting
    assert {queue.pk for queue in work.queues_with_work(actor)} == {world.items[pk].queue_id for pk in waiting}
    assert (refusal(partial(actions.take_next, actor=actor)) is None) == bool(waiting and actor.roles & HANDLERS)
    for pk, item in world.items.items():
        outcome = refusal(partial(actions.take, item.pk, actor=actor))
        if not actor.roles & HANDLERS:
            assert outcome is NotPermitted
        elif pk in reach:
            assert outcome is (None if pk in waiting else actions.TakenMeanwhile)
        else:
            assert outcome is NotFound


def check_acting(world: World, actor: Actor, visible: set[int]) -> None:
    may = bool(actor.roles & {*HANDLERS, Role.SYSTEM})
    for case in world.cases:
        outcome = refusal(partial(case_actions.answer_case, case.pk, actor=actor, body="x"))
        assert (outcome is NotPermitted) == (not may)
        assert (outcome is NotFound) == (may and case.pk not in visible)


def test_no_way_shows_what_another_hides() -> None:
    world = a_world()

    @settings(max_examples=12)
    @given(actors(world))
    def holds(actor: Actor) -> None:
        visible = {case.pk for case in world.cases if sees(actor, case)}
        check_lists(world, actor, visible)
        check_customers(world, actor, visible)
        check_work(world, actor)
        check_acting(world, actor, visible)

    holds()
