"""Who may do what, for every action and every role: written down here once more, so that a change must be meant."""

import inspect
from collections.abc import Callable
from datetime import date
from functools import partial
from types import ModuleType

import pytest

from django.db import transaction

from firstpoint.core import clock, published
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.tests.make import a_general_question
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import MessageKind
from firstpoint.domain.contacts.tests.make import an_inbound_message, an_outbound_message
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.tests.make import a_customer
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.tests.make import a_draft, a_quarantined_input, an_accepted_input, an_incoming
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM, NoticesBy, Role
from firstpoint.domain.people.tests.make import a_member_of_staff, an_administrator, an_adviser
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import Presence, WorkItem

ADVISER, SUPERVISOR, EDITOR, AUDITOR, ADMINISTRATOR, SITE, MACHINE = Role
SERVING = {ADVISER, SUPERVISOR, MACHINE}
ANY_DOOR = SERVING | {SITE}
MANAGING = {ADMINISTRATOR, MACHINE}
HANDLING = {ADVISER, SUPERVISOR}
OVERSEEING = {SUPERVISOR, MACHINE}
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
        "read_notices": STAFF,
        "mail_notices": {MACHINE},
        "note_sign_in": STAFF,
        "note_sign_out": STAFF,
        "note_sign_in_changed": STAFF,
        "note_refusal": {SITE},
        "request_password_link": {SITE},
    },
    catalogue: {
        "save_agency": MANAGING,
        "save_calendar": MANAGING,
        "save_entry": MANAGING,
        "save_escalation": MANAGING,
        "save_occasion": MANAGING,
        "save_queue": MANAGING,
        "save_service": MANAGING,
        "save_skill": MANAGING,
        "remove_escalation": MANAGING,
        "restore_change": MANAGING,
        "import_entries": MANAGING,
        "publish_enquiry_type": MANAGING,
        "begin_enquiry_type": MANAGING,
        "change_enquiry_type_draft": MANAGING,
        "discard_enquiry_type_draft": MANAGING,
        "publish_enquiry_type_draft": MANAGING,
    },
    customers: {
        "identify": ANY_DOOR,
        "identify_staff": ANY_DOOR,
        "issue_code": {SITE, MACHINE},
        "use_code": {SITE, MACHINE},
        "verify_contact_point": ANY_DOOR,
        "forget_old_codes": {SITE, MACHINE},
        "note_look": {ADVISER, SUPERVISOR, AUDITOR, MACHINE},
        "note_search": {ADVISER, SUPERVISOR, AUDITOR, MACHINE},
        "change_customer": SERVING,
        "change_needs": SERVING,
        "change_consents": SERVING,
        "add_contact_point": SERVING,
        "remove_contact_point": SERVING,
        "add_address": SERVING,
        "merge_customers": SERVING,
        "undo_merge": SERVING,
        "refuse_match": SERVING,
        "check_identity": SERVING,
        "check_identity_by_answers": SERVING,
        "check_identity_by_code": SERVING,
        "send_identity_code": SERVING,
    },
    contacts: {
        "record_contact": ANY_DOOR,
        "send": ANY_DOOR,
        "take_back": SERVING,
        "note_delivery": {MACHINE},
        "log_contact": {ADVISER, SUPERVISOR},
        "unlog_contact": {ADVISER, SUPERVISOR},
    },
    cases: {
        "open_case": ANY_DOOR,
        "split_off": SERVING,
        "add_note": SERVING,
        "add_task": SERVING,
        "finish_task": SERVING,
        "add_party": SERVING,
        "remove_party": SERVING,
        "link_case": SERVING,
        "unlink_case": SERVING,
        "merge_case": SERVING,
        "extend_promise": SERVING,
        "explain_breach": SERVING,
        "add_to_case": ANY_DOOR,
        "assign_owner": SERVING,
        "answer_case": SERVING,
        "ask_customer": SERVING,
        "advance_case": SERVING,
        "save_reply": SERVING,
        "discard_reply": SERVING,
        "withdraw_message": SERVING,
        "send_nudge": SERVING,
        "follow_nudge": {SITE},
        "change_enquiry_type": SERVING,
        "close_case": SERVING,
        "reopen_case": ANY_DOOR,
        "withdraw_case": {SITE},
        "request_tracking_code": {SITE},
        "prove_case_by_code": {SITE},
        "prove_case_by_secret": {SITE},
        "note_look": ANY_DOOR | {AUDITOR},
        "note_viewer": ANY_DOOR | {AUDITOR},
        "remove_contact_point": SERVING,
    },
    routing: {
        "place_work": ANY_DOOR,
        "retype_case": SERVING,
        "split_case": SERVING,
        "hand_on": HANDLING,
        "refer_case": HANDLING,
        "send_back": HANDLING,
        "return_hand_off": HANDLING,
        "withdraw_hand_off": HANDLING,
        "time_out_hand_offs": {MACHINE},
        "offer_work": {MACHINE},
        "set_presence": HANDLING,
        "override_presence": OVERSEEING,
        "save_adviser": OVERSEEING | {ADMINISTRATOR},
        "plan_absence": OVERSEEING,
        "cancel_absence": OVERSEEING,
        "cover_absences": {MACHINE},
        "reassign": {SUPERVISOR},
        "reassign_cases": {SUPERVISOR},
        "move_cases": {SUPERVISOR},
        "prioritise_cases": {SUPERVISOR},
        "undo_batch": {SUPERVISOR},
        "escalate_cases": {MACHINE},
        "watch_queues": {MACHINE},
        "take_next": {ADVISER, SUPERVISOR},
        "take": {ADVISER, SUPERVISOR},
        "put_back": SERVING,
        "return_work_of": {MACHINE},
        "follow_case": {MACHINE},
        "follow_enquiry_type": {MACHINE},
        "train_triage": MANAGING,
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
    a_day_off = {"from_on": date(2030, 1, 1), "until_on": date(2030, 1, 1)}
    absence = routing.plan_absence(ana, actor=SYSTEM, deputy=an_adviser(), **a_day_off)
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
        partial(people.read_notices),
        partial(people.mail_notices, by=NoticesBy.MAIL),
        partial(people.note_sign_in),
        partial(people.note_sign_out),
        partial(people.note_sign_in_changed, change="password"),
        partial(people.note_refusal, None, reason="password"),
        partial(people.request_password_link, ana),
        partial(catalogue.save_agency, name={}, calendar=version.calendar),
        partial(catalogue.save_calendar, "x", name={}, time_zone="UTC", hours={}),
        partial(catalogue.save_entry, "skills", {}),
        partial(catalogue.save_escalation, per_cent=0, whom=""),
        partial(catalogue.save_occasion, "x", name={}, summary={}),
        partial(catalogue.save_queue, "x", name={}, tier=1),
        partial(catalogue.save_service, "x", name={}, kind="", department=version.enquiry_type.department),
        partial(catalogue.save_skill, "x", name={}),
        partial(catalogue.remove_escalation, 0),
        partial(catalogue.restore_change, "skills", "x", 1, why=""),
        partial(catalogue.import_entries, {}),
        partial(
            catalogue.publish_enquiry_type,
            "x",
            service=None,
            department=version.enquiry_type.department,
            name={},
            summary={},
            process_category=1,
            tier=1,
            queue=version.queue,
            calendar=version.calendar,
            first_answer_minutes=1,
            resolution_minutes=1,
            steps=[],
        ),
        partial(catalogue.begin_enquiry_type, "x"),
        partial(catalogue.change_enquiry_type_draft, "x", seen=1),
        partial(catalogue.discard_enquiry_type_draft, "x", seen=1),
        partial(catalogue.publish_enquiry_type_draft, "x", seen=1, published=0, why=""),
        partial(customers.identify, name="X", email="", phone="", language="en"),
        partial(customers.identify_staff, ana),
        partial(customers.issue_code, **code),
        partial(customers.use_code, 0, "1", purpose="track"),
        partial(customers.verify_contact_point, customer, kind="email", value="x"),
        partial(customers.forget_old_codes),
        partial(customers.note_look, customer),
        partial(customers.note_search, found=1),
        partial(customers.change_customer, customer.pk, version=1, preferred_channel="", born_on=None, **profile),
        partial(customers.change_needs, customer.pk, version=1, needs=[]),
        partial(customers.change_consents, customer.pk, version=1, consents=[]),
        partial(customers.add_contact_point, customer.pk, kind="phone", value="+15555550142"),
        partial(customers.remove_contact_point, customer.pk, 0),
        partial(customers.add_address, customer.pk, lines={}),
        partial(customers.merge_customers, customer.pk, 0, evidence=[]),
        partial(customers.undo_merge, 0),
        partial(customers.refuse_match, customer.pk, 0),
        partial(customers.check_identity, customer, level=1, how="document", passed=True, case_id=1),
        partial(customers.check_identity_by_answers, customer, {}, case_id=1),
        partial(customers.check_identity_by_code, customer, 0, "1", case_id=1),
        partial(customers.send_identity_code, customer, 0, case_id=1),
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
        partial(contacts.take_back, 0),
        partial(contacts.note_delivery, outbound),
        partial(contacts.log_contact, enquiry_type="x", outcome="answered", channel="phone", language="en"),
        partial(contacts.unlog_contact, 0),
        partial(cases.open_case, inbound, version=version, summary="", answers={}),
        partial(cases.add_to_case, taken.pk, inbound),
        partial(cases.split_off, taken.pk, [], version=version, summary="x"),
        partial(cases.add_note, taken.pk, body="x"),
        partial(cases.add_task, taken.pk, title="x"),
        partial(cases.finish_task, taken.pk, 0),
        partial(cases.add_party, taken.pk, role="witness", name="x"),
        partial(cases.remove_party, taken.pk, 0),
        partial(cases.link_case, taken.pk, waiting.pk),
        partial(cases.unlink_case, taken.pk, waiting.pk),
        partial(cases.merge_case, taken.pk, waiting.pk),
        partial(cases.extend_promise, taken.pk, due_on=date(2030, 1, 1), reason="x"),
        partial(cases.explain_breach, taken.pk, promise="x", tier=0, at=clock.now(), reason="x"),
        partial(cases.assign_owner, taken.pk, owner_id=None),
        partial(cases.answer_case, taken.pk, body="x"),
        partial(cases.ask_customer, taken.pk, body="x"),
        partial(cases.advance_case, taken.pk, step=1),
        partial(cases.save_reply, taken.pk, kind=MessageKind.ANSWER, body="x"),
        partial(cases.discard_reply, taken.pk, kind=MessageKind.ANSWER),
        partial(cases.withdraw_message, taken.pk, 0),
        partial(cases.send_nudge, taken.pk, link_to=str),
        partial(cases.follow_nudge, "x"),
        partial(cases.change_enquiry_type, taken.pk, code="x"),
        partial(cases.close_case, taken.pk, outcome="done", note="x"),
        partial(cases.reopen_case, closed.pk),
        partial(cases.withdraw_case, taken.pk),
        partial(cases.request_tracking_code, reference="", kind="email", value="x", language="en"),
        partial(cases.prove_case_by_code, 0, "1"),
        partial(cases.prove_case_by_secret, "x", "x"),
        partial(cases.note_look, taken),
        partial(cases.note_viewer, taken),
        partial(cases.remove_contact_point, customer.pk, 0),
        partial(routing.place_work, taken),
        partial(routing.retype_case, taken.pk, code="x"),
        partial(routing.split_case, taken.pk, [], version=version, summary="x"),
        partial(routing.hand_on, taken.pk, queue=version.queue, note="x"),
        partial(routing.refer_case, taken.pk, queue=version.queue, note="x"),
        partial(routing.send_back, taken.pk, reason="x", cause="process"),
        partial(routing.return_hand_off, 0, reason="x"),
        partial(routing.withdraw_hand_off, 0),
        partial(routing.time_out_hand_offs),
        partial(routing.offer_work),
        partial(routing.set_presence, presence=Presence.AWAY),
        partial(routing.override_presence, ana, presence=Presence.AWAY),
        partial(routing.save_adviser, ana),
        partial(routing.plan_absence, ana, deputy=ana, **a_day_off),
        partial(routing.cancel_absence, absence.pk),
        partial(routing.cover_absences),
        partial(routing.reassign, taken.pk, person=ana),
        partial(routing.reassign_cases, [taken.pk], person=ana),
        partial(routing.move_cases, [taken.pk], queue=version.queue),
        partial(routing.prioritise_cases, [taken.pk], priority=1),
        partial(routing.undo_batch, 0),
        partial(routing.escalate_cases),
        partial(routing.watch_queues),
        partial(routing.take_next),
        partial(routing.take, WorkItem.objects.get(case=waiting).pk),
        partial(routing.put_back, taken.pk),
        partial(routing.return_work_of, ana.pk),
        partial(routing.follow_case, taken.pk),
        partial(routing.follow_enquiry_type, taken.pk),
        partial(routing.train_triage),
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
