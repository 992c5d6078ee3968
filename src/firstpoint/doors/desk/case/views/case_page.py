"""The page of one case: all that is known about it, and what the actor can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, may
from firstpoint.domain.cases.models import BreachReason, Case
from firstpoint.domain.cases.queries import TIMELINE_LENGTH, cases_of, owned_cases, steps, thread, timeline_of_case
from firstpoint.domain.cases.queries.breaches import missed_promises
from firstpoint.domain.cases.queries.work import (
    is_resolved_at_first_point,
    linked_cases,
    notes_of,
    parties_of,
    tasks_of,
    tier_clocks_of,
)
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.customers.queries.checks import is_identified
from firstpoint.domain.knowledge.queries.articles import in_language
from firstpoint.domain.knowledge.rights import visible_to as articles_visible_to
from firstpoint.domain.people.models import Role
from firstpoint.domain.routing.models import HandOffState
from firstpoint.domain.routing.queries import waiting_for
from firstpoint.domain.routing.queries.hand_offs import hand_offs_of
from firstpoint.doors.desk import wording
from firstpoint.doors.desk.base import actor_of, asked, record_look, show
from firstpoint.doors.desk.case.forms import AnswerForm, AskForm, CaseForm, CloseForm, NoteForm, StepForm
from firstpoint.doors.desk.case.views.replies import Draft, drafts_of, held_by
from firstpoint.doors.desk.case.views.retyping import likely_for
from firstpoint.doors.desk.facts import customer_facts
from firstpoint.doors.desk.paging import read_place, write_place
from firstpoint.doors.desk.standing import standing_of, standings

OTHER_CASES = 5
HAND_OFFS = 10
RAIL = 12


@dataclass(frozen=True, slots=True)
class WebJourney:
    """What somebody did on the site just before they wrote: the words they searched for, the title of what they read,
    and the slug and title of each answer offered meanwhile, with whether they opened it. The slug of what is no
    answer any more is empty."""

    searched: str
    read: str
    offered: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be written about a case, under the name of its address."""

    name: str
    title: str | Promise
    button: str | Promise
    icon: str
    form: forms.Form
    is_open: bool
    shortcut: str = ""
    has_draft: bool = False


def show_case(
    request: HttpRequest, case: Case, *, typed: dict[str, CaseForm] | None = None, status: int = 200
) -> HttpResponse:
    """Show a case. `typed` holds a form that came back, by the name of its address, with what was typed in it."""
    actor = actor_of(request)
    record_look(request, case)
    language = get_language() or case.language
    messages = list(thread(case))
    context = {
        "case": case,
        "standing": standing_of(case),
        # The words that began the case are the first of the messages already.
        "answered": [
            line
            for line in case.version.definition.display(case.answers, language)
            if not messages or line.text != messages[0].body
        ],
        "thread": messages,
        "held": held_by(actor, messages),
        "journeys": _journeys(actor, messages, language),
        "likely": likely_for(actor, case, messages),
        "steps": steps(case),
        "rail": standings(owned_cases(actor)[:RAIL]) if may(actor, "cases.answer") else [],
        **_doing(actor, case, typed or {}),
        **_work(actor, case, typed or {}),
        **_customer(actor, case),
        **_timeline(request, case),
    }
    return show(request, "desk/case/case.html", context, status=status, region="desk/case/thread.html")


def _doing(actor: Actor, case: Case, typed: dict[str, CaseForm]) -> dict[str, Any]:
    """Return what the actor can do. A form that came back stays on the page even when nothing can be done any more."""
    is_handler = may(actor, "cases.answer")
    may_work = is_handler and not case.is_closed and (case.owner_id == actor.id or actor.has_role(Role.SUPERVISOR))
    may_work = may_work and case.owner_id is not None
    hand_offs = list(hand_offs_of(case)[:HAND_OFFS])
    offer = next((one for one in hand_offs if one.state == HandOffState.OFFERED), None)
    waiting = waiting_for(actor, case) if is_handler and (case.owner_id is None or offer) else None
    drafts = drafts_of(actor, case) if is_handler else {}
    return {
        "may_work": may_work,
        "acts": [act for act in _acts(case, actor, typed, drafts) if may_work or act.form.is_bound],
        "unsent": [] if may_work or typed else list(drafts.values()),
        "step_form": typed.get("step") or StepForm(case, actor, prefix="step"),
        "may_reopen": case.is_closed and may(actor, "cases.reopen"),
        "waiting_item": waiting,
        "offer": offer,
        "hand_offs": hand_offs,
        "is_sender": offer is not None and (offer.sender_id == actor.id or actor.has_role(Role.SUPERVISOR)),
    }


def _acts(case: Case, actor: Actor, typed: dict[str, CaseForm], drafts: dict[str, Draft]) -> list[Act]:
    first = next(iter(drafts), "answer")

    def act(name: str, form: type[CaseForm], *words: str | Promise, shortcut: str = "") -> Act:
        title, button, icon = words
        came_back = typed.get(name)
        is_open = came_back is not None or (name == first and not typed)
        draft = drafts.get(name)
        fresh = came_back or form(case, actor, prefix=name, initial=draft.initial if draft else None)
        return Act(name, title, button, str(icon), fresh, is_open, shortcut, has_draft=draft is not None)

    return [
        act("answer", AnswerForm, _("Answer the customer"), _("Send the answer"), "mail", shortcut="r"),
        act("ask", AskForm, _("Ask the customer"), _("Send the question"), "help_outline"),
        act("close", CloseForm, _("Close with an outcome"), _("Close the case"), "check_circle"),
    ]


def _work(actor: Actor, case: Case, typed: dict[str, CaseForm]) -> dict[str, Any]:
    """Return what staff do about the case among themselves."""
    may_note = may(actor, "cases.note")
    clocks = list(tier_clocks_of(case))
    return {
        "may_note": may_note,
        "missed": missed_promises(case, clocks),
        "may_explain": may_note and (case.owner_id == actor.id or actor.has_role(Role.SUPERVISOR)),
        "breach_reasons": BreachReason.choices,
        "notes": notes_of(case),
        "note_form": typed.get("note") or (NoteForm(case, actor, prefix="note") if may_note else None),
        "tasks": tasks_of(case),
        "parties": parties_of(case),
        "linked": linked_cases(actor, case),
        "clocks": clocks,
        "is_first_point": case.is_closed and is_resolved_at_first_point(case),
    }


def _customer(actor: Actor, case: Case) -> dict[str, Any]:
    if case.customer is None:
        return {}
    facts = customer_facts(case.customer)
    others = cases_of(actor, facts["identity"]).exclude(pk=case.pk)[:OTHER_CASES]
    asked_level, may_check = case.version.identity_level, may(actor, "customers.check")
    return {
        **facts,
        "other_cases": standings(others),
        "may_check": may_check,
        "is_identified": bool(asked_level) and is_identified(case.customer, level=asked_level, case_id=case.pk),
    }


def _timeline(request: HttpRequest, case: Case) -> dict[str, Any]:
    entries = timeline_of_case(case, before=read_place(asked(request, "before")))
    return {
        "timeline": wording.lines(entries, steps=step_names(case)),
        "older": write_place(entries[-1].at, entries[-1].id) if len(entries) == TIMELINE_LENGTH else "",
    }


def step_names(case: Case) -> dict[str, str]:
    """Return the names of the steps of a case's process map by their codes."""
    return {step["code"]: str(name) for step, name in zip(case.version.steps, case.version.step_names(), strict=True)}


def _journeys(actor: Actor, messages: list[Message], language: str) -> list[WebJourney]:
    """Return what happened on the site just before each message; one query, none where nothing was carried along."""
    kept = [message.contact.journey for message in messages if message.contact.journey]
    if not kept:
        return []
    slugs = {slug for journey in kept for slug in _slugs(journey, "article", "offered")}
    versions = in_language(articles_visible_to(actor).filter(slug__in=slugs), language)
    titles = {version.article.slug: version.title for version in versions}
    return [
        WebJourney(
            searched=journey.get("search", ""),
            read=next((titles.get(slug, slug) for slug in _slugs(journey, "article")), ""),
            offered=[
                (slug if slug in titles else "", titles.get(slug, slug), slug in _slugs(journey, "taken"))
                for slug in _slugs(journey, "offered")
            ],
        )
        for journey in kept
        if {"search", "article", "offered"} & journey.keys()
    ]


def _slugs(journey: dict[str, str], *names: str) -> list[str]:
    return " ".join(journey.get(name, "") for name in names).split()
