"""Databases for tests: one migrated template, of which each test process, and each test that commits, gets a copy."""

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (*sorted((ROOT / "src").glob("**/migrations/*.py")), ROOT / "src/firstpoint/core/database/roles.py")


def addresses(name: str) -> dict[str, str]:
    """Return the two addresses of a database of this name on the server under test."""
    return {key: make_url(os.environ[key], name) for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}


def make_url(url: str, name: str) -> str:
    """Return the address with another database's name."""
    return make_conninfo(**{**conninfo_to_dict(url), "dbname": name})


def copy_template(name: str) -> None:
    """Make a database of this name, migrated and empty, replacing one that is there."""
    template = _template()
    drop(name)
    # Copies exclude each other and anybody connected to the template.
    with OneAtATime(), _owner() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


def drop(name: str) -> None:
    """Remove a database and whoever is connected to it. Each role may end its own connections only."""
    with _owner() as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if found is None:
            return
        with psycopg.connect(make_url(os.environ["DATABASE_URL"], name), autocommit=True) as own:
            own.execute(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()
                """,
                (name,),
            )
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def drop_leftovers() -> None:
    """Remove the databases of test processes that were killed; each carries its process's number.

    One that somebody still uses, or that another process removes just now, is left to the next run.
    """
    with OneAtATime(), _owner() as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'firstpoint_test_%'").fetchall()
        for (name,) in names:
            number = name.removeprefix("firstpoint_test_").split("_")[0]
            if not Path(f"/proc/{number}").exists():
                with suppress(psycopg.Error):
                    drop(name)


def _template() -> str:
    """Return the name of the template for the migrations as they are; make it the first time."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in SOURCES)).hexdigest()[:12]
    name = f"firstpoint_template_{digest}"
    with OneAtATime(), _owner() as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'firstpoint_template_%'")
        existing = {row[0] for row in found}
        if name not in existing:
            for old in existing:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"{name}_new")))
            subprocess.run(
                [sys.executable, "-m", "firstpoint.project.cli", "migrate"],
                env={**os.environ, **addresses(f"{name}_new")},
                check=True,
                stdout=subprocess.DEVNULL,
            )
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_new"), sql.Identifier(name))
            )
    return name


def _owner() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


class OneAtATime:
    """One process of the test run at a time."""

    def __enter__(self) -> None:
        path = ROOT / "var" / "test-databases.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_error: object) -> None:
        self.file.close()
