"""Who may do what, for every action and every role: written down here once more, so that a change must be meant."""

import inspect
from collections.abc import Callable
from functools import partial
from types import ModuleType

import pytest

from django.db import transaction

from firstpoint.core import published
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue.tests.make import a_general_question
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import MessageKind
from firstpoint.domain.contacts.tests.make import an_inbound_message, an_outbound_message
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.tests.make import a_draft, a_quarantined_input, an_accepted_input, an_incoming
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM, Role
from firstpoint.domain.people.tests.make import a_member_of_staff, an_administrator, an_adviser
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import WorkItem

ADVISER, SUPERVISOR, EDITOR, AUDITOR, ADMINISTRATOR, SITE, MACHINE = Role
SERVING = {ADVISER, SUPERVISOR, MACHINE}
ANY_DOOR = SERVING | {SITE}
MANAGING = {ADMINISTRATOR, MACHINE}
STAFF = {ADVISER, SUPERVISOR, EDITOR, AUDITOR, ADMINISTRATOR}

WHO: dict[ModuleType, dict[str, set[Role]]] = {
    people: {
        "invite_staff": MANAGING,
        "change_staff": MANAGING,
        "reset_access": MANAGING,
        "deactivate_staff": MANAGING,
        "reactivate_staff": MANAGING,
        "save_department": MANAGING,
        "choose_desk_language": STAFF,
        "change_profile": STAFF,
        "note_sign_in": STAFF,
        "note_sign_out": STAFF,
        "note_sign_in_changed": STAFF,
        "note_refusal": {SITE},
        "request_password_link": {SITE},
    },
    customers: {
        "identify": ANY_DOOR,
        "issue_code": {SITE, MACHINE},
        "use_code": {SITE, MACHINE},
        "verify_contact_point": {SITE, MACHINE},
        "forget_old_codes": {SITE, MACHINE},
        "note_look": {ADVISER, SUPERVISOR, AUDITOR, MACHINE},
    },
    contacts: {"record_contact": ANY_DOOR, "send": ANY_DOOR, "note_delivery": {MACHINE}},
    cases: {
        "open_case": ANY_DOOR,
        "add_to_case": ANY_DOOR,
        "assign_owner": SERVING,
        "answer_case": SERVING,
        "ask_customer": SERVING,
        "advance_case": SERVING,
        "close_case": SERVING,
        "reopen_case": ANY_DOOR,
        "withdraw_case": {SITE},
        "request_tracking_code": {SITE},
        "prove_case_by_code": {SITE},
        "prove_case_by_secret": {SITE},
        "note_look": ANY_DOOR | {AUDITOR},
    },
    routing: {
        "place_work": ANY_DOOR,
        "take_next": {ADVISER, SUPERVISOR},
        "take": {ADVISER, SUPERVISOR},
        "put_back": SERVING,
        "return_work_of": {MACHINE},
        "follow_case": {MACHINE},
        "estimate_wait": {MACHINE},
    },
    intake: {
        "accept": {SITE, MACHINE},
        "take_in": {SITE, MACHINE},
        "set_aside": {SITE, MACHINE},
        "receive": {SITE, MACHINE},
        "quarantine_input": {SITE, MACHINE},
        "retry_input": {SUPERVISOR, MACHINE},
        "discard_input": {SUPERVISOR},
        "retry_job": {SUPERVISOR},
        "abandon_job": {SUPERVISOR},
        "save_draft": {SITE},
        "request_draft_code": {SITE},
        "prove_draft": {SITE},
        "forget_old_drafts": {MACHINE},
        "note_look": {SUPERVISOR, MACHINE},
    },
}


@pytest.mark.parametrize("module", WHO, ids=lambda module: module.__name__)
def test_every_action_is_written_down(module: ModuleType) -> None:
    found = {
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__.startswith(module.__name__)
        and not name.startswith(("_", "lock_"))
        and "actor" in inspect.signature(function).parameters
    }
    assert found == set(WHO[module])


def calls() -> dict[str, partial[object]]:
    """Make what the actions act on, and return each action by app and name, with all that it takes but the actor."""
    ana, root = an_adviser(), an_administrator()
    taken, waiting, closed = a_taken_case(ana), a_case(), a_closed_case(ana)
    accepted, quarantined, draft = an_accepted_input(), a_quarantined_input(), a_draft()
    inbound, outbound, customer, version = (
        an_inbound_message(),
        an_outbound_message(),
        a_customer(),
        a_general_question(),
    )
    incoming = an_incoming()
    code = {"purpose": "track", "subject_id": 1, "kind": "email", "destination": "x@mail.example", "language": "en"}
    profile = {"name": "X", "language": "en"}
    staff = {**profile, "roles": [ADMINISTRATOR], "tier": 0, "departments": []}
    draft_fields = {"kind": "email", "destination": "x@mail.example", "answers": {}, "journey": {}}

    bound = (
        partial(people.invite_staff, email="new@aldercounty.example", name="N", roles=[EDITOR]),
        partial(people.change_staff, root, **staff),
        partial(people.reset_access, ana),
        partial(people.deactivate_staff, ana),
        partial(people.reactivate_staff, ana),
        partial(people.save_department, "new", name={"en": "New", "es": "Nuevo"}),
        partial(people.choose_desk_language, language="es"),
        partial(people.change_profile, **profile),
        partial(people.note_sign_in),
        partial(people.note_sign_out),
        partial(people.note_sign_in_changed, change="password"),
        partial(people.note_refusal, None, reason="password"),
        partial(people.request_password_link, ana),
        partial(customers.identify, name="X", email="", phone="", language="en"),
        partial(customers.issue_code, **code),
        partial(customers.use_code, 0, "1", purpose="track"),
        partial(customers.verify_contact_point, customer, kind="email", value="x"),
        partial(customers.forget_old_codes),
        partial(customers.note_look, customer),
        partial(contacts.record_contact, channel="web", customer=None, enquiry_type=None, language="en"),
        partial(
            contacts.send,
            customer=None,
            enquiry_type=None,
            kind=MessageKind.NOTICE,
            subject="s",
            body="b",
            language="en",
        ),
        partial(contacts.note_delivery, outbound),
        partial(cases.open_case, inbound, version=version, summary="", answers={}),
        partial(cases.add_to_case, taken.pk, inbound),
        partial(cases.assign_owner, taken.pk, owner_id=None),
        partial(cases.answer_case, taken.pk, body="x"),
        partial(cases.ask_customer, taken.pk, body="x"),
        partial(cases.advance_case, taken.pk, step=1),
        partial(cases.close_case, taken.pk, outcome="done", note="x"),
        partial(cases.reopen_case, closed.pk),
        partial(cases.withdraw_case, taken.pk),
        partial(cases.request_tracking_code, reference="", kind="email", value="x", language="en"),
        partial(cases.prove_case_by_code, 0, "1"),
        partial(cases.prove_case_by_secret, "x", "x"),
        partial(cases.note_look, taken),
        partial(routing.place_work, taken),
        partial(routing.take_next),
        partial(routing.take, WorkItem.objects.get(case=waiting).pk),
        partial(routing.put_back, taken.pk),
        partial(routing.return_work_of, ana.pk),
        partial(routing.follow_case, taken.pk),
        partial(routing.estimate_wait),
        partial(intake.accept, channel="web", external_id="x", content=b""),
        partial(intake.take_in, incoming, external_id="y"),
        partial(intake.set_aside, incoming, external_id="z", reason="x"),
        partial(intake.receive, accepted.pk, incoming),
        partial(intake.quarantine_input, accepted.pk, reason="x"),
        partial(intake.retry_input, quarantined.pk),
        partial(intake.discard_input, quarantined.pk, reason="x"),
        partial(intake.retry_job, 0),
        partial(intake.abandon_job, 0),
        partial(intake.save_draft, version=version, language="en", **draft_fields),
        partial(intake.request_draft_code, draft.pk),
        partial(intake.prove_draft, 0, "1"),
        partial(intake.forget_old_drafts),
        partial(intake.note_look, quarantined),
    )
    return {qualified(call.func.__module__, call.func.__name__): call for call in bound}


def qualified(module: str, name: str) -> str:
    """Name an action with its app, as "cases.close_case"."""
    return f"{module.split('.')[2]}.{name}"


def actor_in(role: Role, proven: frozenset[int]) -> Actor:
    if role == MACHINE:
        return SYSTEM
    if role == SITE:
        return Actor(id=PUBLIC_SITE_ID, roles=frozenset({role}), proven_case_ids=proven)
    return a_member_of_staff(role, tier=1).acting()


def is_permitted(act: Callable[[], object]) -> bool:
    """Say whether an action passes its check of the right; whatever it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
            published.forget()
    except NotPermitted:
        return False
    except DomainError:
        return True
    return True


@pytest.mark.django_db
def test_each_action_is_for_its_roles_and_no_others() -> None:
    who = {qualified(app.__name__, name): roles for app, table in WHO.items() for name, roles in table.items()}
    actions = calls()
    assert set(actions) == set(who)
    proven = frozenset(Case.objects.values_list("pk", flat=True))
    found = {
        role: {name for name, act in actions.items() if is_permitted(partial(act, actor=actor_in(role, proven)))}
        for role in Role
    }
    assert found == {role: {name for name, roles in who.items() if role in roles} for role in Role}
