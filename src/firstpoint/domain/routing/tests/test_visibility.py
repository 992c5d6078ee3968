"""One rule says who sees a case, whatever way they try: lists, page, searches, links, timelines, looks, tasks, hand-offs,
work, taking and every action."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from firstpoint.core import clock, published
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as case_actions
from firstpoint.domain.cases import queries
from firstpoint.domain.cases.models import Case, CaseContact, CaseLink, Outcome, Task
from firstpoint.domain.cases.queries.words import find_by_words
from firstpoint.domain.cases.queries.work import linked_cases, open_tasks_of
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.catalogue.tests.make import a_restricted_type, an_enquiry_type, text
from firstpoint.domain.contacts.models import Attachment, MessageKind
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import find_customers, identity_ids, suggest_matches
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.tests.make import an_incoming
from firstpoint.domain.people.models import SYSTEM, Department, Notice, Role, User, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.domain.routing import actions
from firstpoint.domain.routing import queries as work
from firstpoint.domain.routing.models import Adviser, HandOff, HandOffState, WorkItem, WorkState
from firstpoint.domain.routing.queries.hand_offs import offered_by

pytestmark = pytest.mark.django_db

READERS = {Role.ADVISER, Role.SUPERVISOR, Role.AUDITOR}
HANDLERS = {Role.ADVISER, Role.SUPERVISOR}


@dataclass(frozen=True)
class World:
    me: User
    cases: list[Case]
    items: dict[int, WorkItem]
    case_of_contact: dict[int, int]
    departments: list[int]
    skilled_queue: int


@dataclass(frozen=True)
class Somebody:
    """Whoever looks, and what an adviser can be given."""

    actor: Actor
    languages: frozenset[str]
    is_skilled: bool
    acting_on: list[Case]


def a_world() -> World:
    """Two customers with open and restricted cases of two departments at three tiers, in every state that a case can be
    in; of many of them `me` has a task, a notice, a hand-off or the ownership."""
    boss, me, other = a_supervisor(tier=1), an_adviser(), an_adviser(tier=2)
    kinds = [an_enquiry_type(f"open-{tier}", tier=tier) for tier in (1, 2, 3)]
    kinds += [
        a_restricted_type(f"{home}-{tier}", tier=tier, department=home)
        for home in ("benefits", "tax")
        for tier in (1, 2)
    ]
    catalogue.save_skill("maps", actor=SYSTEM, name=text("Maps", "Mapas"))
    skilled = catalogue.save_queue("maps", actor=SYSTEM, name=text("Maps", "Mapas"), tier=1, skills={"maps": 2})
    kinds.append(an_enquiry_type("maps", queue=skilled))
    everything = Department.objects.all()
    for user in (boss, me, other):
        user.departments.set(everything)
    cases = [
        a_case(kind, name=name, email=f"{name}@mail.example", body=f"About {kind.enquiry_type.code} of {name}")
        for kind in kinds
        for name in ("rosa", "bo")
    ]
    cases += [a_taken_case(owner, kind) for owner in (boss, me) for kind in (kinds[0], kinds[3])]
    cases += [a_closed_case(boss, kind) for kind in (kinds[1], kinds[5])]
    upload = SimpleUploadedFile("note.txt", b"hello")
    cases.append(
        intake.take_in(
            an_incoming(enquiry_type="tax-1"), actor=public_site(), external_id="with a file", uploads=[upload]
        )
    )
    cases[-1] = customer_writes(cases[-1])
    cases += handed_on(boss, me, other, kinds)
    cases += tied_together(boss, kinds)
    for number, case in enumerate(cases):
        customer_writes(case, f"xword{number}")
        if number % 2 == 0:
            give_something_to_do(boss, me, case)
    by_name = {customer.name: customer.pk for customer in Customer.objects.all()}
    customers.merge_customers(by_name["rosa"], by_name["bo"], actor=boss.acting(), evidence=[])
    return World(
        me,
        list(Case.objects.order_by("pk")),
        {item.case_id: item for item in WorkItem.objects.select_related("hand_off")},
        dict(CaseContact.objects.values_list("contact", "case")),
        list(Department.objects.values_list("pk", flat=True)),
        skilled.pk,
    )


def handed_on(boss: User, me: User, other: User, kinds: list[EnquiryTypeVersion]) -> list[Case]:
    """Return cases that wait to be accepted: by me, by anybody of a queue, and one that became restricted meanwhile."""
    cases = [a_taken_case(sender, kinds[place]) for sender in (boss, me) for place in (0, 3)]
    for case, person in zip(cases, (me, me, other, other), strict=True):
        actions.hand_on(case.pk, actor=case.owner.acting(), queue=kinds[1].queue, note="Please.", person=person)
    for place in (0, 5):
        case = a_taken_case(me, kinds[place])
        actions.hand_on(case.pk, actor=me.acting(), queue=kinds[1].queue, note="Please.")
        actions.retype_case(case.pk, actor=me.acting(), code="benefits-2")
        cases.append(case)
    return cases


def tied_together(boss: User, kinds: list[EnquiryTypeVersion]) -> list[Case]:
    """Return cases of which some were linked to, merged into or split off from others, across departments."""
    cases = [a_taken_case(boss, kinds[place]) for place in (0, 0, 3, 3, 4)]
    acting = boss.acting()
    case_actions.merge_case(cases[0].pk, cases[1].pk, actor=acting)
    case_actions.link_case(cases[1].pk, cases[2].pk, actor=acting)
    case_actions.link_case(cases[2].pk, cases[4].pk, actor=acting, kind="child")
    message = customer_writes(cases[3], "This is about tax.").contact_links.order_by("-pk")[0].contact.messages.get()
    actions.split_case(cases[3].pk, [message.pk], actor=acting, version=kinds[5], summary="Tax")
    return cases


def give_something_to_do(boss: User, me: User, case: Case) -> None:
    case_actions.note_look(case, actor=boss.acting())
    case_actions.add_note(case.pk, actor=boss.acting(), body=f"Look at this, @{me.name}")
    if not Case.objects.get(pk=case.pk).is_closed:
        case_actions.add_task(case.pk, actor=boss.acting(), title="Call", person=me)


def somebodies(world: World) -> st.SearchStrategy[Somebody]:
    staff = st.builds(
        Actor,
        id=st.just(world.me.pk),
        roles=st.frozensets(st.sampled_from([role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC_SITE)])),
        tier=st.integers(0, 3),
        department_ids=st.frozensets(st.sampled_from(world.departments)),
    )
    proven = st.frozensets(st.sampled_from([case.pk for case in world.cases]))
    anybody = st.one_of(staff, staff, proven.map(lambda pks: public_site(proven_case_ids=pks)), st.just(SYSTEM))
    some = st.lists(st.sampled_from(world.cases), min_size=3, max_size=3, unique=True)
    return st.builds(Somebody, anybody, st.frozensets(st.sampled_from(["en", "es"])), st.booleans(), some)


def sees(actor: Actor, case: Case) -> bool:
    """Say by the rule as people say it, not as the code does, whether the actor may see the case."""
    if Role.SYSTEM in actor.roles:
        return True
    if Role.PUBLIC_SITE in actor.roles:
        return case.pk in actor.proven_case_ids
    return bool(actor.roles & READERS) and (
        case.restricted_to_id is None or case.restricted_to_id in actor.department_ids
    )


def sees_work(actor: Actor, item: WorkItem, case: Case) -> bool:
    """Say whether the actor may see the work of a case."""
    if Role.SYSTEM in actor.roles:
        return True
    in_reach = Role.SUPERVISOR in actor.roles or item.tier == actor.tier or item.kept_for_id == actor.id
    return bool(actor.roles & HANDLERS) and sees(actor, case) and in_reach


def can_be_given(who: Somebody, world: World, item: WorkItem) -> bool:
    """Say whether work that they may see is for them."""
    is_kept = item.kept_for_id is not None and item.kept_until is not None and item.kept_until > clock.now()
    if item.hand_off and item.hand_off.sender_id == who.actor.id:
        return False
    if is_kept and item.kept_for_id != who.actor.id:
        return False
    if who.actor.roles & {Role.SUPERVISOR, Role.SYSTEM}:
        return True
    return (item.language in who.languages or not who.languages) and (
        who.is_skilled or item.queue_id != world.skilled_queue
    )


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
        identity = set(identity_ids(customer.pk))
        mine = {case.pk for case in world.cases if case.customer_id in identity}
        assert {case.pk for case in queries.cases_of(actor, identity)} == mine & visible
        timeline = whole_timeline(actor, customer)
        shown = Event.objects.filter(pk__in=[entry.id for entry in timeline])
        cases = {event.case_id or world.case_of_contact.get(event.contact_id) for event in shown} - {None}
        assert cases == mine & visible
        references = {entry.reference for entry in timeline} - {""}
        assert references == {case.reference for case in world.cases if case.pk in mine & visible}


def check_searches(world: World, actor: Actor, visible: set[int]) -> None:
    """Words of messages, references and names find what the rule shows, and nothing else."""
    for number, case in enumerate(world.cases):
        words = [
            message.body
            for link in case.contact_links.all()
            for message in link.contact.messages.filter(kind=MessageKind.ENQUIRY)
            if message.body.startswith("xword")
        ]
        for word in words:
            assert {one.case.pk for one in find_by_words(actor, word)} == ({case.pk} & visible), number
    assert {one.case.pk for one in find_by_words(actor, "about")} <= visible
    assert set(queries.references_of(actor, [case.pk for case in world.cases])) == visible
    known = bool(actor.roles & {*READERS, Role.SYSTEM})
    rosa = Customer.objects.get(name="rosa")
    assert (rosa in find_customers(actor, "rosa").customers) == known
    assert known or not suggest_matches(actor, rosa)


def check_links(world: World, actor: Actor, visible: set[int]) -> None:
    for case in world.cases:
        if case.pk in visible:
            ties = (
                CaseLink.objects.filter(case=case)
                .values_list("other", flat=True)
                .union(CaseLink.objects.filter(other=case).values_list("case", flat=True))
            )
            assert {one.case.pk for one in linked_cases(actor, case)} == set(ties) & visible
            assert {entry.reference for entry in queries.timeline_of_case(case)} == {case.reference}


def check_own(world: World, actor: Actor, visible: set[int]) -> None:
    """Nothing of one's own shows what one may not see any more: tasks, hand-offs, notices, cases, looks."""
    if actor.id == world.me.pk:
        tasks = set(Task.objects.filter(person=world.me, done_at=None).values_list("case", flat=True))
        assert {task.case_id for task in open_tasks_of(actor)} == tasks & visible
        offered = set(
            HandOff.objects.filter(sender=world.me, state=HandOffState.OFFERED).values_list("case", flat=True)
        )
        assert {one.case_id for one in offered_by(actor)} == offered & visible
        told = set(Notice.objects.filter(user=world.me).exclude(case_id=None).values_list("case_id", flat=True))
        assert told
        assert set(queries.references_of(actor, told)) == told & visible
    references = {case.reference for case in world.cases if case.pk in visible}
    for customer in Customer.objects.all():
        looks = queries.looks_at_customer(actor, customer)
        assert {look.reference for look in looks} <= references | {""}


def check_work(world: World, who: Somebody) -> None:
    actor = who.actor
    seen = {case.pk for case in world.cases if sees_work(actor, world.items[case.pk], case)}
    waiting = {pk for pk in seen if world.items[pk].state == WorkState.WAITING}
    given = {pk for pk in waiting if can_be_given(who, world, world.items[pk])}
    own_tier = {
        pk for pk in given if actor.roles & {Role.SUPERVISOR, Role.SYSTEM} or world.items[pk].tier == actor.tier
    }
    assert {item.case_id for item in work.waiting_work(actor)} == own_tier
    kept = {pk for pk in waiting if world.items[pk].kept_for_id == actor.id}
    assert {item.case_id for item in work.work_kept_for(actor)} == kept
    assert {queue.pk for queue in work.queues_with_work(actor)} == {world.items[pk].queue_id for pk in waiting}
    assert (refusal(partial(actions.take_next, actor=actor)) is None) == bool(own_tier and actor.roles & HANDLERS)
    for case in world.cases:
        mine = given | {pk for pk in kept if world.items[pk].hand_off is None}
        assert (work.waiting_for(actor, case) is not None) == (case.pk in mine | kept)
        outcome = refusal(partial(actions.take, world.items[case.pk].pk, actor=actor))
        if not actor.roles & HANDLERS:
            assert outcome is NotPermitted
        elif case.pk not in seen:
            assert outcome is NotFound
        elif case.pk not in waiting:
            assert outcome is actions.TakenMeanwhile
        else:
            assert outcome is (None if case.pk in mine | kept else actions.NotForYou)


def deeds(world: World, case: Case) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield all that staff do to one case, which each takes the actor."""
    other = next(one for one in world.cases if one.pk != case.pk)
    queue = world.items[case.pk].queue
    message = case.contact_links.first().contact.messages.get()
    day = clock.now().date() + timedelta(days=1)
    yield "answer", partial(case_actions.answer_case, case.pk, body="x")
    yield "ask", partial(case_actions.ask_customer, case.pk, body="x")
    yield "advance", partial(case_actions.advance_case, case.pk, step=1)
    yield "close", partial(case_actions.close_case, case.pk, outcome=Outcome.DONE, note="x")
    yield "extend", partial(case_actions.extend_promise, case.pk, due_on=day, reason="x")
    yield (
        "explain",
        partial(case_actions.explain_breach, case.pk, promise="resolution", tier=0, at=clock.now(), reason="x"),
    )
    yield "note", partial(case_actions.add_note, case.pk, body="x")
    yield "task", partial(case_actions.add_task, case.pk, title="x")
    yield "tick", partial(case_actions.finish_task, case.pk, 0)
    yield "party", partial(case_actions.add_party, case.pk, role="witness", name="x")
    yield "no party", partial(case_actions.remove_party, case.pk, 0)
    yield "link", partial(case_actions.link_case, case.pk, other.pk)
    yield "link back", partial(case_actions.link_case, other.pk, case.pk)
    yield "unlink", partial(case_actions.unlink_case, case.pk, other.pk)
    yield "merge", partial(case_actions.merge_case, case.pk, other.pk)
    yield "merge into", partial(case_actions.merge_case, other.pk, case.pk)
    yield "draft", partial(case_actions.save_reply, case.pk, kind=MessageKind.ANSWER, body="x")
    yield "drop draft", partial(case_actions.discard_reply, case.pk, kind=MessageKind.ANSWER)
    yield "take back", partial(case_actions.withdraw_message, case.pk, message.pk)
    yield "nudge", partial(case_actions.send_nudge, case.pk, link_to=str)
    yield "own", partial(case_actions.assign_owner, case.pk, owner_id=world.me.pk)
    yield "retype", partial(actions.retype_case, case.pk, code="open-1")
    yield "split", partial(actions.split_case, case.pk, [message.pk], version=case.version, summary="x")
    yield "put back", partial(actions.put_back, case.pk)
    yield "hand on", partial(actions.hand_on, case.pk, queue=queue, note="x")
    yield "refer", partial(actions.refer_case, case.pk, queue=queue, note="x")
    yield "send back", partial(actions.send_back, case.pk, reason="x", cause="process")
    if world.items[case.pk].hand_off_id:
        yield "return", partial(actions.return_hand_off, world.items[case.pk].hand_off_id, reason="x")
        yield "withdraw", partial(actions.withdraw_hand_off, world.items[case.pk].hand_off_id)
    if Role.SUPERVISOR in world.me.roles:
        yield "reassign", partial(actions.reassign, case.pk, person=world.me)


def check_acting(world: World, who: Somebody, visible: set[int]) -> None:
    """Whoever does such things does them to no case that they may not see; whoever does not is told so, or nothing."""
    actor = who.actor
    may = bool(actor.roles & {*HANDLERS, Role.SYSTEM})
    for case in who.acting_on:
        outcome = refusal(partial(case_actions.answer_case, case.pk, actor=actor, body="x"))
        assert (outcome is NotPermitted) == (not may)
        assert (outcome is NotFound) == (may and case.pk not in visible)
        if case.pk not in visible:
            for name, act in deeds(world, case):
                assert refusal(partial(act, actor=actor)) in (NotPermitted, NotFound), name
    for pk in ([case.pk] for case in who.acting_on if case.pk not in visible and actor.has_role(Role.SUPERVISOR)):
        assert touched_by(partial(actions.reassign_cases, pk, actor=actor, person=world.me)) == 0
        assert touched_by(partial(actions.prioritise_cases, pk, actor=actor, priority=1)) == 0


def touched_by(act: Callable[[], object]) -> int:
    """Return how many cases a batch lists; whatever it did is undone."""
    with transaction.atomic():
        count = act().cases.count()  # type: ignore[attr-defined]
        transaction.set_rollback(True)
        published.forget()
    return int(count)


def test_no_way_shows_what_another_hides() -> None:
    world = a_world()
    Adviser.objects.get_or_create(user=world.me)

    @settings(max_examples=12)
    @given(somebodies(world))
    def holds(who: Somebody) -> None:
        skills = {"maps": 2} if who.is_skilled else {}
        Adviser.objects.filter(user=world.me).update(languages=sorted(who.languages), skills=skills)
        if who.actor.id != world.me.pk:
            who = replace(who, languages=frozenset(), is_skilled=False)
        actor = who.actor
        visible = {case.pk for case in world.cases if sees(actor, case)}
        check_lists(world, actor, visible)
        check_customers(world, actor, visible)
        check_searches(world, actor, visible)
        check_links(world, actor, visible)
        check_own(world, actor, visible)
        check_work(world, who)
        check_acting(world, who, visible)

    holds()
