"""What every test has: a database that it cannot spoil for others, a clock that stands still, and no network."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test.signals import template_rendered
from django.utils import translation

from firstpoint.core import clock, published
from tests import databases, rendered

# Machines are shared and slow at times; a property that holds slowly still holds.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], max_examples=100
)
hypothesis.settings.load_profile("house")

# A Monday, ten in the morning in New York.
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def pytest_configure() -> None:
    """Name static files plainly, so that no test needs them gathered first; started servers gather their own."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Carry the requirement ids of each test in its report."""
    for item in items:
        item.user_properties += [("req", mark.args[0]) for mark in item.iter_markers("req")]


@pytest.fixture(scope="session", autouse=True)
def _note_rendered_templates(request: pytest.FixtureRequest) -> Iterator[None]:
    """Write down every template that this process renders, for `python -m tests.rendered`."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    seen: set[str] = set()

    def note(template: Any, **_more: Any) -> None:
        seen.add(template.origin.name)

    template_rendered.connect(note)
    yield
    template_rendered.disconnect(note)
    rendered.SEEN.mkdir(parents=True, exist_ok=True)
    (rendered.SEEN / f"{worker}.txt").write_text("\n".join(sorted(seen)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give this test process a migrated database of its own; the application's role is what connects to it."""
    databases.drop_leftovers()
    name = f"firstpoint_test_{os.getpid()}"
    with django_db_blocker.unblock():
        databases.copy_template(name)
        _connect_to(name)
        yield
        _disconnect()
        databases.drop(name)


@pytest.fixture
def committed_database(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give one test a database in which it really commits; yields its name, for processes that the test starts."""
    usual = settings.DATABASES["default"]["NAME"]
    name = f"{usual}_committed"
    with django_db_blocker.unblock():
        databases.copy_template(name)
        _connect_to(name)
        yield name
        _connect_to(usual)
        databases.drop(name)


def _connect_to(name: str) -> None:
    connection = _disconnect()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _disconnect() -> Any:
    connection = connections["default"]
    connection.close()
    connection.close_pool()
    return connection


@pytest.fixture(autouse=True)
def _standing_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold the clock at a Monday morning, except where servers of their own run."""
    if "committed_database" in request.fixturenames:
        yield
        return
    with clock.frozen(MONDAY):
        yield


@pytest.fixture(autouse=True)
def _fresh_process() -> None:
    """Begin each test with an empty cache and in the site's first language."""
    cache.clear()
    published.forget()
    translation.activate(settings.LANGUAGE_CODE)
