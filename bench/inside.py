"""Looks at a page from inside, in a process of its own: its queries, their plans, and where its time goes.

Django's test client stands in for the server here, so these figures explain those measured over HTTP and replace none.
"""

import cProfile
import os
import pstats
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
    """What a profiler saw over some submissions, each figure for one of them."""

    milliseconds: float
    parts: Rows
    functions: Rows
    statements: Rows


def profile_submissions(count: int) -> Profile:
    """Submit the general question so often under the profiler."""
    from django.test import Client

    _set_up()
    client = Client(SERVER_NAME="127.0.0.1")
    for number in range(20):
        _submit(client, f"warm{number}")
    statements = Counter(_shape(query) for query in queries_of(lambda: _submit(client, "counted")))
    profiler, began = cProfile.Profile(), time.perf_counter()
    profiler.enable()
    for number in range(count):
        _submit(client, f"profiled{number}")
    profiler.disable()
    took = time.perf_counter() - began
    return Profile(1000 * took / count, *_shares(pstats.Stats(profiler), count), list(statements.items()))


def _submit(client: "django.test.Client", name: str) -> None:
    # Each visitor is new, as under load.
    client.cookies.clear()
    page = client.get("/en/ask/").content.decode()
    token = re.search(r'name="form-token" value="([^"]*)"', page)
    assert token is not None
    answers = {"question": QUESTION, "reach-name": "Rosa Vale", "reach-email": f"{name}@mail.example", "form-token": token[1]}
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


def _set_up() -> None:
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()


def queries_of(act: Callable[[], object]) -> list[str]:
    """Return the statements that something sends to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def _shape(statement: str) -> str:
    """Return a statement without its values and the columns it reads, short enough for a line."""
    statement = re.sub(r"\s+", " ", re.sub(r"SELECT .*? FROM", "SELECT … FROM", statement, count=1, flags=re.S))
    statement = re.sub(r"\([^()]*\) VALUES.*", "…", re.sub(r"'(?:[^']|'')*'", "'…'", statement), flags=re.S)
    return statement.strip()[:110]


def queries_of_page(path: str) -> list[str]:
    """Return the shapes of the statements of a public page that has been visited before."""
    from django.test import Client

    _set_up()
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.get(path).status_code == 200
    return [_shape(statement) for statement in queries_of(lambda: client.get(path))]


def plans_of_page(path: str, email: str) -> list[str]:
    """Return the statements of a page at the desk with their plans, the slowest first, those under a millisecond not."""
    from django.db import connection
    from django.test import Client

    from firstpoint.domain.people.models import User

    _set_up()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=email))
    client.get(path)
    plans = []
    with connection.cursor() as cursor:
        for statement in queries_of(lambda: client.get(path)):
            if statement.startswith("SELECT"):
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + statement.replace("%", "%%"), ())
                lines = [line for (line,) in cursor.fetchall()]
                milliseconds = float(lines[-1].split()[2])
                if milliseconds >= 1:
                    plans.append((milliseconds, "\n  ".join([f"{milliseconds} ms: {statement}", *lines])))
    return [plan for _milliseconds, plan in sorted(plans, reverse=True)]
