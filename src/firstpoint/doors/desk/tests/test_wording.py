"""Every event that is recorded anywhere has words, in every language of the desk."""

import ast
from pathlib import Path

import pytest

from django.utils.translation import override

from firstpoint.core import clock
from firstpoint.domain.cases.queries import TimelineEntry
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM_ID
from firstpoint.doors.desk.wording import WORDS, lines, sentence

PACKAGE = Path(__file__).resolve().parents[3]


def recorded_types() -> set[str]:
    """Return every event type that some code of the package hands to `record`, itself or by a function of its own."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in {"record", "_record"}:
                found |= {
                    constant.value
                    for constant in ast.walk(node.args[0])
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                }
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def entry(event_type: str, *, actor_id: int = 100, actor_name: str = "Ana Ruiz", **more: object) -> TimelineEntry:
    """Return one event as a timeline hands it over."""
    channel = str(more.pop("channel", "web"))
    return TimelineEntry(1, clock.now(), event_type, channel, 7, actor_id, actor_name, "", more)


def test_every_recorded_event_has_words() -> None:
    types = recorded_types()
    assert len(types) > 30
    assert types <= WORDS.keys()


@pytest.mark.parametrize("event_type", sorted(WORDS))
def test_words_need_nothing_that_an_event_lacks(event_type: str) -> None:
    said = sentence(entry(event_type), {})
    assert said
    assert "%(" not in said


def test_a_sentence_names_who_and_what() -> None:
    assert sentence(entry("case.closed", outcome="done"), {}) == "Ana Ruiz closed the case. Outcome: Done"
    assert sentence(entry("case.step_reached", step="checking"), {"checking": "We are checking"}) == (
        "Ana Ruiz moved the case to the step “We are checking”"
    )
    assert sentence(entry("case.step_reached", step="checking"), {}) == "Ana Ruiz moved the case to another step"
    assert sentence(entry("case.owner_changed", owner=100), {}) == "Ana Ruiz became the owner"
    assert sentence(entry("case.owner_changed", owner=None), {}).startswith("Ana Ruiz gave the case back")


def test_a_timeline_says_nothing_twice() -> None:
    seen = [
        entry("message.sent", kind="answer"),
        entry("case.answered"),
        entry("work.taken"),
        entry("case.owner_changed", owner=100),
        entry("case.opened"),
        entry("contact.received"),
    ]
    assert [line.text.split(" the ")[0] for line in lines(seen)] == [
        "Ana Ruiz answered",
        "Ana Ruiz became",
        "The case was opened: Web form",
    ]
    assert [line.icon for line in lines(seen[-1:])] == ["forum"]


def test_machines_are_named_for_whom_they_act() -> None:
    reopened = entry("case.reopened", actor_id=PUBLIC_SITE_ID, actor_name="public site")
    assert sentence(reopened, {}) == "The case was opened again by: the customer"
    left = entry("case.owner_changed", actor_id=SYSTEM_ID, actor_name="system", owner=None)
    assert sentence(left, {}).startswith("Firstpoint gave the case back")


@pytest.mark.req("SS-09")
def test_spanish_is_spoken() -> None:
    with override("es"):
        assert sentence(entry("case.answered"), {}) == "Ana Ruiz respondió al cliente"
