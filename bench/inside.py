"""Looks at a page from inside, in a process of its own: its queries, their plans, and where its time goes.

Django's test client stands in for the server here, so these figures explain those measured over HTTP and replace none.
"""

import cProfile
import itertools
import pstats
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

from bench.limit import QUESTION

Rows = list[tuple[object, ...]]
_PARTS = (
    ("site-packages/django/template", "Django: templates"),
    ("site-packages/django/forms", "Django: forms"),
    ("site-packages/django/db", "Django: ORM"),
    ("site-packages/django/urls", "Django: addresses"),
    ("site-packages/django/utils/translation", "Django: translation"),
    ("site-packages/django/utils/formats", "Django: translation"),
    ("gettext.py", "Django: translation"),
    ("site-packages/django/test", "Django's test client"),
    ("site-packages/django", "Django: the rest"),
    ("site-packages/psycopg_pool", "psycopg: pool"),
    ("site-packages/psycopg", "psycopg and waiting for PostgreSQL"),
    ("site-packages/procrastinate", "procrastinate"),
    ("site-packages/whitenoise", "whitenoise"),
    ("site-packages/allauth", "allauth"),
    ("src/firstpoint/core", "Firstpoint: core"),
    ("src/firstpoint/domain", "Firstpoint: domain"),
    ("src/firstpoint/doors", "Firstpoint: doors"),
    ("src/firstpoint", "Firstpoint: the rest"),
    ("/re/", "Python: regular expressions"),
    ("<frozen importlib", "Python: imports"),
    ("importlib/", "Python: imports"),
    ("json/", "Python: json"),
)


@dataclass(frozen=True)
class Profile:
    """What a profiler, which slows Python down, saw of something done over and over; each figure is for once."""

    milliseconds: float
    calls: int
    parts: Rows
    functions: Rows
    statements: Rows


def profile_submissions(count: int) -> Profile:
    """Submit the general question so often under the profiler, every time as a new visitor."""
    client = _client()
    names = (f"profiled{number}" for number in itertools.count())
    return _profile(lambda: _submit(client, next(names)), count)


def profile_page(path: str, count: int) -> Profile:
    """Get a public page so often under the profiler."""
    client = _client()
    return _profile(lambda: client.get(path), count)


def _profile(act: Callable[[], object], count: int) -> Profile:
    for _ in range(10):
        act()
    statements = Counter(_shape(query) for query in _queries_of(act))
    profiler, began = cProfile.Profile(), time.perf_counter()
    profiler.enable()
    for _ in range(count):
        act()
    profiler.disable()
    took, stats = time.perf_counter() - began, pstats.Stats(profiler)
    calls = round(stats.total_calls / count)  # type: ignore[attr-defined]
    return Profile(1000 * took / count, calls, *_shares(stats, count), list(statements.items()))


def _client() -> Any:
    """Return Django's test client, in a process that is set up."""
    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    return Client(SERVER_NAME="127.0.0.1")


def _submit(client: Any, name: str) -> None:
    client.cookies.clear()
    page = client.get("/en/ask/").content.decode()
    token = re.search(r'name="form-token" value="([^"]*)"', page)
    assert token is not None
    answers = {
        "question": QUESTION,
        "reach-name": "Rosa Vale",
        "reach-email": f"{name}@mail.example",
        "form-token": token[1],
    }
    response = client.post("/en/ask/", answers, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain, response.content.decode()


def _shares(stats: pstats.Stats, count: int) -> tuple[Rows, Rows]:
    """Return own time by part and by function, the greatest first."""
    parts, calls, functions = Counter[str](), Counter[str](), []
    for (file, line, function), (_primitive, number, own, _total, _callers) in stats.stats.items():  # type: ignore[attr-defined]
        part = _part(file, function)
        parts[part] += own
        calls[part] += number
        functions.append((own, f"{_short(file)}:{line} {function}" if line else function, number))
    whole = sum(parts.values())
    by_part = [(part, 100 * own / whole, calls[part] / count) for part, own in parts.most_common(15)]
    functions.sort(reverse=True)
    return by_part, [(name, 100 * own / whole, number / count) for own, name, number in functions[:15]]


def _part(file: str, function: str) -> str:
    if file == "~":
        return "psycopg and waiting for PostgreSQL" if "psycopg" in function else "Python: built in"
    return next((part for beginning, part in _PARTS if beginning in file), "Python: the rest")


def _short(file: str) -> str:
    return re.sub(r"^.*(site-packages/|src/|lib/python[\d.]+/)", "", file)


def _queries_of(act: Callable[[], object]) -> list[str]:
    """Return the statements that something sends to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def _shape(statement: str) -> str:
    """Return a statement without its values and the columns it reads, short enough for a line."""
    statement = re.sub(r'SAVEPOINT ".*', "SAVEPOINT …", statement)
    statement = re.sub(r"\s+", " ", re.sub(r"SELECT .*? FROM", "SELECT … FROM", statement, count=1, flags=re.S))
    statement = re.sub(r"\([^()]*\) VALUES.*", "…", re.sub(r"'(?:[^']|'')*'", "'…'", statement), flags=re.S)
    return statement.strip()[:110]


def plans_of_page(path: str, email: str) -> list[str]:
    """Return the statements of a page at the desk that take a millisecond or more, with their plans, slowest first."""
    client = _signed_in(email)
    return _plans_of(lambda: client.get(path))


def plans_of_search(words: str, email: str) -> list[str]:
    """Return the same of a search for a record."""
    client = _signed_in(email)
    return _plans_of(lambda: client.post("/desk/find/", {"q": words}, follow=True))


def _signed_in(email: str) -> Any:
    client = _client()
    from firstpoint.domain.people.models import User

    client.force_login(User.objects.get(email=email))
    return client


def _plans_of(act: Callable[[], object]) -> list[str]:
    """Do something twice, and return the statements of the second time that take a millisecond, slowest first."""
    from django.db import connection

    act()
    plans = []
    with connection.cursor() as cursor:
        for statement in _queries_of(act):
            if statement.lstrip().startswith(("SELECT", "WITH")):
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + statement.replace("%", "%%"), ())
                lines = [line for (line,) in cursor.fetchall()]
                milliseconds = float(lines[-1].split()[2])
                if milliseconds >= 1:
                    plans.append((milliseconds, "\n  ".join([f"{milliseconds} ms: {statement}", *lines])))
    return [plan for _milliseconds, plan in sorted(plans, reverse=True)]
