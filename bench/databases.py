"""The benches' own PostgreSQL under var/bench/, as durable as the embedded server always is, and its databases.

A database of made-up cases is built once for a size and a state of the code, and copied for whoever writes in it.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg import sql

from firstpoint.core.database import embedded

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"
SERVER = VAR / "postgres"
FIRSTPOINT = [sys.executable, "-m", "firstpoint.project.cli"]
CONTENT = ROOT / "src" / "firstpoint" / "project" / "demo" / "content"
CATALOGUE, ARTICLES = CONTENT / "catalogue.json", CONTENT / "articles"
TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1
"""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Database:
    """One database of the benches' server, with the addresses of the application's role and the owner's."""

    name: str
    application: str
    owner: str

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of processes that work on this database as an operator would run them.

        One proxy is trusted, so that each visitor of the load has a network address of their own.
        """
        return {
            **os.environ,
            "DATABASE_URL": self.application,
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_POOL_SIZE": "8",
            "SECRET_KEY": "a-key-for-benches-alone-0123456789abcdefghijklmnopqrstuvwxyz",
            "DJANGO_SETTINGS_MODULE": "firstpoint.project.settings",
            "FIRSTPOINT_DEMO": "0",
            "DEBUG": "0",
            "SITE_URL": "http://127.0.0.1",
            "HTTPS_ONLY": "0",
            "TRUSTED_PROXIES": "1",
            "EMAIL_URL": "smtp://127.0.0.1:25",
            "LOG_LEVEL": "WARNING",
            "DATA_FOLDER": str(VAR / "data"),
        }

    def rows(self, statement: str, *parameters: object) -> list[tuple[object, ...]]:
        """Read rows as the owner."""
        with psycopg.connect(self.owner) as connection:
            return connection.execute(statement.encode(), parameters or None).fetchall()

    def row_counts(self) -> dict[str, int]:
        """Count the rows of every table."""
        with psycopg.connect(self.owner) as connection:
            names = [name for (name,) in connection.execute(TABLES)]
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone()[0] for name in names}


@cache
def _addresses() -> embedded.Addresses:
    VAR.mkdir(parents=True, exist_ok=True)
    return embedded.start(SERVER)


def database(name: str) -> Database:
    """Return the database of this name; the first call starts the server."""
    addresses = _addresses()
    return Database(
        name,
        addresses.application.replace("/firstpoint?", f"/{name}?"),
        addresses.owner.replace("/firstpoint?", f"/{name}?"),
    )


def postmaster_id() -> int:
    """Return the process id of the server."""
    return int((SERVER / "server" / "data" / "postmaster.pid").read_text().split()[0])


def stop() -> None:
    """Stop the server."""
    embedded.stop(SERVER)


def with_cases(count: int) -> Database:
    """Return the database with this many made-up cases; it is built when the code that makes it has changed."""
    name = f"cases_{count}_{_fingerprint()}"
    if not exists(name):
        for (old,) in _owner("SELECT datname FROM pg_database WHERE datname LIKE %s", f"cases\\_{count}\\_%"):
            drop(str(old))
        new = create(f"{name}_new")
        environment = new.environment
        for command in (["migrate"], ["import", "catalogue", CATALOGUE], ["import", "knowledge", ARTICLES]):
            subprocess.run([*FIRSTPOINT, *command], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "bench.data", str(count)], env=environment, cwd=ROOT, check=True)
        _owner("ALTER DATABASE {} RENAME TO {}", names=(new.name, name))
    return database(name)


def copy(template: Database, name: str) -> Database:
    """Return a fresh copy, so that what one bench writes never stands in another's way."""
    drop(name)
    _owner("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", names=(name, template.name))
    return database(name)


def create(name: str) -> Database:
    """Make an empty database, in place of any other of that name."""
    drop(name)
    _owner("CREATE DATABASE {}", names=(name,))
    return database(name)


def drop(name: str) -> None:
    """Drop a database if it is there."""
    _owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", names=(name,))


def exists(name: str) -> bool:
    """Say whether there is a database of this name."""
    return bool(_owner("SELECT 1 FROM pg_database WHERE datname = %s", name))


def _owner(statement: str, *parameters: object, names: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    query = sql.SQL(statement).format(*map(sql.Identifier, names)) if names else statement.encode()
    with psycopg.connect(_addresses().owner, autocommit=True) as connection:
        cursor = connection.execute(query, parameters or None)
        return cursor.fetchall() if cursor.description else []


def _fingerprint() -> str:
    made_by = [
        *ROOT.glob("src/firstpoint/**/migrations/*.py"),
        *CONTENT.rglob("*.*"),
        *ROOT.glob("bench/data/*.py"),
    ]
    digest = hashlib.sha256()
    for path in sorted(made_by):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def run_in(environment: dict[str, str], function: Callable[[], Result]) -> Result:
    """Run a function in a fresh process with this environment, since a process can know one database only."""
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=_settle_in, initargs=(environment,)
    ) as pool:
        return pool.submit(function).result()


def _settle_in(environment: dict[str, str]) -> None:
    os.environ.update(environment)
