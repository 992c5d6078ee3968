"""The domain knows no HTTP and no signals; its tables point downwards; actions check a right and record an event."""

import ast
import re
from functools import cache

import pytest

from django.apps import apps
from django.db.models import ForeignObject

from tests.architecture.source import called_names, imported_names, modules

ORDER = ("people", "catalogue", "customers", "knowledge", "contacts", "cases", "routing", "intake")
ACTIONS = [path for path in modules(below="domain") if re.match(r"domain/\w+/actions(\.py|/)", path)]
CHECKING, RECORDING = frozenset({"require", "lock"}), frozenset({"record", "record_all"})
# Deleting what has expired leaves the journal as it was; the events of what expired stay. Sums say nothing new.
WITHOUT_EVENT = {
    "forget_old_codes",
    "forget_old_drafts",
    "forget_old_dismissals",
    "forget_readers_words",
    "gather_links",
    # Typed words are saved every few seconds, and are their author's alone until they are sent.
    "save_reply",
    "discard_reply",
    # A screen says every half minute that it shows a case; that somebody looked is recorded once, when it is drawn.
    "note_viewer",
    "sum_days",
}


@pytest.mark.parametrize("path", modules(below="domain"))
def test_the_domain_knows_no_http_and_no_signals(path: str) -> None:
    forbidden = ("django.http", "django.shortcuts", "django.urls", "django.db.models.signals", "django.dispatch")
    found = {name for name in imported_names(modules()[path]) if name.startswith(forbidden)}
    assert not found


def test_tables_point_only_at_apps_below() -> None:
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in ORDER:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if isinstance(field, ForeignObject) and target._meta.app_label in ORDER:
                assert ORDER.index(target._meta.app_label) <= ORDER.index(label), f"{model.__name__}.{field.name}"


@cache
def _reaching(goals: frozenset[str]) -> set[str]:
    """Return the names of actions that call one of the goals, themselves or through another function of the domain."""
    calls: dict[str, set[str]] = {}
    for path in modules(below="domain"):
        for node in modules()[path].body:
            if isinstance(node, ast.FunctionDef):
                calls.setdefault(node.name, set()).update(called_names(node))
    reached = set(goals)
    while True:
        more = {name for name, called in calls.items() if called & reached} - reached
        if not more:
            return reached
        reached |= more


def _public_actions() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (path, node)
        for path in ACTIONS
        for node in modules()[path].body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "actor" in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    ]


@pytest.mark.parametrize(("path", "action"), _public_actions(), ids=lambda part: getattr(part, "name", None))
def test_an_action_checks_a_right(path: str, action: ast.FunctionDef) -> None:
    assert called_names(action) & _reaching(CHECKING), f"{path}: {action.name} checks no right"


@pytest.mark.parametrize(("path", "action"), _public_actions(), ids=lambda part: getattr(part, "name", None))
def test_an_action_records_an_event(path: str, action: ast.FunctionDef) -> None:
    if action.name in WITHOUT_EVENT or action.name.startswith("lock_"):
        return
    assert called_names(action) & _reaching(RECORDING), f"{path}: {action.name} records nothing"


def test_nothing_reads_the_time_but_the_clock() -> None:
    for path, tree in modules().items():
        if path == "core/clock.py":
            continue
        source = ast.unparse(tree)
        for call in ("timezone.now(", "datetime.now(", "date.today(", "datetime.utcnow(", "time.time("):
            assert call not in source, f"{path} reads the time by {call})"
