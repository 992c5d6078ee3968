"""Runs the PostgreSQL that comes with Firstpoint, so that a first start needs no installation and no rights.

Everything lives in a private folder and is reached over a unix socket in it. Any step can be killed: the next
start goes on from what it finds.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

import psutil
import psycopg

from firstpoint.core.database import system_user
from firstpoint.core.database.system_user import Account

LONGEST_SOCKET_PATH = 103  # bytes; Linux has room for 107, macOS for 103
PATIENCE_SECONDS = 600  # recovery after a crash and the last checkpoint of a stop can take minutes

INITDB_OPTIONS = (
    "--pgdata=data.new",
    "--username=postgres",
    "--auth-local=trust",  # only the server's user and root can enter the socket's folder
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=C.UTF-8",  # under C, full-text search takes the Spanish "¿", "¡" and "«" for letters
)

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "track_io_timing": "on",
    "timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "on",
    "log_timezone": "UTC",
    "log_filename": "postgresql-%a.log",  # one per weekday, overwritten a week later
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    # Statements and rows hold what people wrote, which has no place in a log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}

# In this order: whoever can connect as the application finds all three.
ROLES_AND_DATABASE = (
    ("pg_roles WHERE rolname = 'firstpoint_owner'", "ROLE firstpoint_owner LOGIN CREATEDB"),
    ("pg_database WHERE datname = 'firstpoint'", "DATABASE firstpoint OWNER firstpoint_owner"),
    ("pg_roles WHERE rolname = 'firstpoint_app'", "ROLE firstpoint_app LOGIN"),
)


@dataclass(frozen=True)
class Addresses:
    """Where the database answers: what DATABASE_URL and DATABASE_OWNER_URL hold."""

    application: str
    owner: str


def start(folder: Path) -> Addresses:
    """Make the database in the folder if there is none, start it if it is stopped, and wait until it answers.

    It outlives the calling process until `stop`. Raises PermissionError when the folder is another user's and
    RuntimeError when PostgreSQL does not start.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with system_user.locked(folder) as lock:
        account = system_user.choose_account(folder)
        home = system_user.make_home(folder, account)
        data, socket = home / "data", _make_socket_folder(home, account)
        addresses = Addresses(_address("firstpoint_app", socket), _address("firstpoint_owner", socket))
        if _answers(addresses.application):
            return addresses
        if not data.exists():
            _create(data, account, lock)
        superuser = _address("postgres", socket, database="postgres")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _answers(superuser):
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not answer: see {home / 'log'}")
            if _postmaster(data) is None:
                _launch(folder, home, socket, account)
            time.sleep(0.02)
        with psycopg.connect(superuser, autocommit=True) as connection:
            for place, wanted in ROLES_AND_DATABASE:
                if connection.execute(f"SELECT FROM {place}").fetchone() is None:
                    connection.execute(f"CREATE {wanted}")
    return addresses


def stop(folder: Path) -> None:
    """Close all connections and stop the database; do nothing when it is not running."""
    data = _data(folder)
    if not data.exists():
        return
    with system_user.locked(folder):
        if postmaster := _postmaster(data):
            postmaster.send_signal(signal.SIGINT)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while _postmaster(data):
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not stop: see {data.with_name('log')}")
            time.sleep(0.02)


def is_running(folder: Path) -> bool:
    """Tell whether the folder's database server is alive, be it still starting."""
    return _postmaster(_data(folder)) is not None


def program(name: str) -> Path:
    """Find psql, pg_dump, pg_restore, pgbench or another program of the same PostgreSQL release."""
    return system_user.installed() / "bin" / name


def _data(folder: Path) -> Path:
    return (folder / "server").resolve() / "data"


def _make_socket_folder(home: Path, account: Account | None) -> Path:
    socket = home / "socket"
    # Not under TMPDIR or XDG_RUNTIME_DIR: they differ from session to session. libpq splits hosts at commas.
    if len(os.fsencode(socket / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH or "," in str(socket):
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        socket = Path("/tmp") / f"firstpoint-{name}"  # noqa: S108 (make_private checks mode and owner)
    return system_user.make_private(socket, account)


def _address(role: str, socket: Path, database: str = "firstpoint") -> str:
    # The port is named, or PGPORT in the environment of whoever connects would lead elsewhere.
    return f"postgresql://{role}@/{database}?host={quote(str(socket))}&port={SETTINGS['port']}"


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _create(data: Path, account: Account | None, lock: TextIO) -> None:
    shutil.rmtree(draft := data.with_name("data.new"), ignore_errors=True)
    # initdb holds the lock as well: when this process is killed, the next start waits until initdb has ended.
    system_user.run("initdb", *INITDB_OPTIONS, home=data.parent, account=account, holding=lock)
    draft.rename(data)


def _launch(folder: Path, home: Path, socket: Path, account: Account | None) -> None:
    data = home / "data"
    settings = SETTINGS | {"unix_socket_directories": str(socket), "log_directory": str(home / "log")}
    arguments = shlex.join(f"--{name}={value}" for name, value in settings.items())
    # pg_ctl hands these names to a shell, in double quotes: relative ones are safe in any folder.
    options = ["--pgdata=data", "--log=start.log", f"--timeout={PATIENCE_SECONDS}", f"--options={arguments}"]
    # Backends of a killed postmaster go on working, and bar a new one.
    for process in psutil.process_iter():
        if _serves(process, data):
            with suppress(psutil.NoSuchProcess):
                process.kill()
    # Every process of the server inherits this lock from its launch on: who gets it knows that none is alive.
    with (folder / "running").open("a") as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The process id in these may be another process's by now, which PostgreSQL would not see.
        for stale in (data / "postmaster.pid", socket / ".s.PGSQL.5432", socket / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)
        system_user.run("pg_ctl", "start", *options, home=home, account=account, holding=lock)


def _postmaster(data: Path) -> psutil.Process | None:
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
        return None
    return process if _serves(process, data) else None


def _serves(process: psutil.Process, data: Path) -> bool:
    """Tell whether a process is a live one of this data folder's server: all of them work in that folder."""
    try:
        return process.name() == "postgres" and process.cwd() == str(data)
    except psutil.Error:
        return False
