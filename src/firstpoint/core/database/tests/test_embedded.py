"""Starts, kills and stops the embedded PostgreSQL for real, as whoever runs the tests, root or not."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from firstpoint.core.database import embedded, system_user

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

START = "import sys, pathlib; from firstpoint.core.database.embedded import start; "
START += "print(start(pathlib.Path(sys.argv[1])).owner)"


def pid_file(folder: Path) -> Path:
    return folder / "server" / "data" / "postmaster.pid"


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int(pid_file(folder).read_text().split()[0]))


def kill_postmaster(folder: Path) -> None:
    process = postmaster(folder)
    process.kill()
    while alive(process):
        time.sleep(0.01)


def alive(process: psutil.Process) -> bool:
    """Tell whether a process still works: where nobody collects the dead, their ids stay."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def remove(folder: Path) -> None:
    """Stop the server and remove what it may have outside the folder: its home, a socket folder in /tmp."""
    outside = [(folder / "server").resolve()] if (folder / "server").is_symlink() else []
    if embedded.is_running(folder):
        outside.append(Path(pid_file(folder).read_text().splitlines()[4]))
    embedded.stop(folder)
    for path in outside:
        shutil.rmtree(path, ignore_errors=True)


def ask(address: str, query: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def make_note(address: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES ('kept')")


def start_in_another_process(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "db"
    yield folder
    remove(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can enter, which pytest's own are not."""
    parent = Path(tempfile.mkdtemp())
    parent.chmod(0o755)
    yield parent / "db"
    remove(parent / "db")
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def running_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("shared") / "db"
    embedded.start(folder)
    yield folder
    remove(folder)


@pytest.fixture
def addresses(running_folder: Path) -> embedded.Addresses:
    return embedded.start(running_folder)


def test_data_is_kept_over_a_stop(folder: Path) -> None:
    first = embedded.start(folder)
    make_note(first.owner)
    embedded.stop(folder)
    assert not embedded.is_running(folder)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.owner)
    assert embedded.start(folder) == first
    assert embedded.is_running(folder)
    assert ask(first.owner, "SELECT text FROM note") == "kept"


def test_the_servers_log_holds_faults_but_nothing_of_the_rows(folder: Path) -> None:
    address = embedded.start(folder).owner
    make_note(address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER TABLE note ADD UNIQUE (text), ADD CHECK (text <> 'Eve')")
        for statement in (
            "INSERT INTO note VALUES ('kept')",
            "INSERT INTO note VALUES ('Eve')",
            "SELECT 'Rosa' FROM no",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
    embedded.stop(folder)
    written = "".join(path.read_text() for path in (folder / "server" / "log").iterdir())
    assert "duplicate key value violates" in written
    for word in ("kept", "Eve", "Rosa"):
        assert word not in written


def test_stop_where_nothing_ever_ran_does_nothing(tmp_path: Path) -> None:
    embedded.stop(tmp_path / "none")
    assert not embedded.is_running(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_second_start_is_quick_and_leaves_the_server_alone(running_folder: Path) -> None:
    before = postmaster(running_folder)
    began = time.monotonic()
    embedded.start(running_folder)
    assert time.monotonic() - began < 1
    assert postmaster(running_folder) == before


def test_starts_at_once_make_one_database(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    starters = [start_in_another_process(folder) for _ in range(3)]
    outputs = [starter.communicate(timeout=60) for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0], outputs
    assert len({output for output, _ in outputs}) == 1
    make_note(outputs[0][0].strip())
    data = str(pid_file(folder).resolve().parent)
    found = psutil.process_iter(["name", "cwd", "ppid"])
    servers = {p.pid: p.info["ppid"] for p in found if (p.info["name"], p.info["cwd"]) == ("postgres", data)}
    assert [pid for pid, parent in servers.items() if parent not in servers] == [postmaster(folder).pid]


def test_a_killed_postmaster_leaves_nothing_to_repair(folder: Path) -> None:
    address = embedded.start(folder).owner
    make_note(address)
    with closing(psycopg.connect(address)) as busy:
        backend = psutil.Process(busy.info.backend_pid)
        # It computes without ever waiting, so that it does not notice the death of its postmaster.
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 100000000000) WHERE random() > 2")
        kill_postmaster(folder)
        assert not embedded.is_running(folder)
        assert alive(backend)
        assert embedded.start(folder).owner == address
        assert not alive(backend)
    assert ask(address, "SELECT text FROM note") == "kept"


def test_a_process_id_used_again_is_not_taken_for_the_server(folder: Path) -> None:
    address = embedded.start(folder).owner
    make_note(address)
    kill_postmaster(folder)
    owner = (folder / "server").stat().st_uid
    stranger = subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None)
    try:
        stale = pid_file(folder).read_text().splitlines()
        pid_file(folder).write_text("\n".join([str(stranger.pid), *stale[1:]]) + "\n")
        socket_lock = Path(stale[4]) / ".s.PGSQL.5432.lock"
        socket_lock.write_text(f"{stranger.pid}\n")
        assert not embedded.is_running(folder)
        embedded.stop(folder)
        assert stranger.poll() is None
        embedded.start(folder)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
    assert ask(address, "SELECT text FROM note") == "kept"


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9])
def test_a_first_start_killed_anywhere_can_be_repeated(folder: Path, seconds: float) -> None:
    starter = start_in_another_process(folder)
    time.sleep(seconds)
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    make_note(embedded.start(folder).owner)


def test_a_first_start_killed_within_initdb_can_be_repeated(folder: Path) -> None:
    starter = start_in_another_process(folder)
    while not (folder / "server" / "data.new" / "global").exists():
        assert starter.poll() is None
        time.sleep(0.002)
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    assert not (folder / "server" / "data").exists()
    make_note(embedded.start(folder).owner)
    assert not (folder / "server" / "data.new").exists()


def test_missing_roles_are_made_on_the_next_start(folder: Path) -> None:
    addresses = embedded.start(folder)
    superuser = addresses.owner.replace("firstpoint_owner@/firstpoint?", "postgres@/postgres?")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("DROP DATABASE firstpoint")
        connection.execute("DROP ROLE firstpoint_app")
    embedded.start(folder)
    assert ask(addresses.application, "SELECT 1") == 1


def test_the_server_has_a_session_of_its_own_and_outlives_its_starter(folder: Path) -> None:
    starter = start_in_another_process(folder)
    assert starter.wait(timeout=60) == 0
    starter.communicate()
    assert os.getsid(postmaster(folder).pid) == postmaster(folder).pid
    assert embedded.is_running(folder)


def test_only_the_servers_user_reaches_the_socket(folder: Path) -> None:
    socket = Path(str(conninfo_to_dict(embedded.start(folder).application)["host"]))
    home = (folder / "server").resolve()
    for private in (home, socket):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert private.stat().st_uid == postmaster(folder).uids().real
    embedded.stop(folder)
    socket.chmod(0o777)
    embedded.start(folder)
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700


def test_a_socket_folder_that_someone_else_laid_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        system_user.make_private(tmp_path / "socket", None)


@pytest.mark.parametrize("name", ["a" * 120, "año, con espacios & 'comillas' $HOME"])
def test_any_folder_name_will_do(open_folder: Path, name: str) -> None:
    folder = open_folder / name
    try:
        assert ask(embedded.start(folder).application, "SELECT 1") == 1
    finally:
        remove(folder)


def test_the_callers_environment_leads_nowhere_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    misleading = {"PGPORT": "6543", "PGDATA": "/none", "PGHOST": "/none", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    for name, value in misleading.items():
        monkeypatch.setenv(name, value)
    address = embedded.start(folder).application
    assert ask(address, "SHOW port") == "5432"
    assert ask(address, "SHOW log_timezone") == "UTC"


def test_the_application_owns_and_makes_nothing(addresses: embedded.Addresses) -> None:
    rights = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles"
    assert ask(addresses.application, rights + " WHERE rolname = current_user") is False
    with psycopg.connect(addresses.application) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine ()")
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE firstpoint_owner")


def test_the_application_uses_what_the_owner_grants(addresses: embedded.Addresses) -> None:
    with psycopg.connect(addresses.owner) as owner:
        owner.execute("CREATE TABLE granted AS SELECT 7 AS number")
        owner.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(addresses.application, "SELECT number FROM granted")
        owner.execute("GRANT SELECT ON granted TO firstpoint_app")
    assert ask(addresses.application, "SELECT number FROM granted") == 7


def test_the_owner_makes_databases_and_is_no_superuser(addresses: embedded.Addresses) -> None:
    assert ask(addresses.owner, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    with psycopg.connect(addresses.owner, autocommit=True) as owner:
        owner.execute("CREATE DATABASE another")
        owner.execute("DROP DATABASE another")


def test_spanish_letters_fold_and_spanish_marks_are_no_letters(addresses: embedded.Addresses) -> None:
    assert ask(addresses.application, "SELECT lower('ÁÉÑ')") == "áéñ"
    assert ask(addresses.application, "SELECT upper('áéñü')") == "ÁÉÑÜ"
    assert ask(addresses.application, "SELECT 'AÑO' ILIKE 'año'") is True
    words = "SELECT to_tsvector('simple', '¿Cómo? ¡Ya! «multa» “Ñandú”')::text"
    assert ask(addresses.application, words) == "'cómo':1 'multa':3 'ya':2 'ñandú':4"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("timezone", "UTC"),
        ("jit", "off"),
        ("max_connections", "200"),
    ],
)
def test_the_server_is_durable_and_private(addresses: embedded.Addresses, name: str, value: str) -> None:
    assert ask(addresses.application, f"SHOW {name}") == value


def test_nothing_listens_on_the_network(running_folder: Path) -> None:
    assert postmaster(running_folder).net_connections("inet") == []


def test_the_log_is_kept_in_the_folder(running_folder: Path, addresses: embedded.Addresses) -> None:
    with psycopg.connect(addresses.application) as connection, suppress(psycopg.Error):
        connection.execute("SELECT nonsense_for_the_log")
    logs = list((running_folder / "server" / "log").iterdir())
    assert any("nonsense_for_the_log" in log.read_text() for log in logs)


def test_programs_of_the_release_work_with_the_addresses(addresses: embedded.Addresses) -> None:
    for name in ("psql", "pg_dump", "pg_restore", "pgbench"):
        version = subprocess.check_output([embedded.program(name), "--version"], text=True)
        assert str(ask(addresses.application, "SHOW server_version")) in version
    dump = subprocess.check_output([embedded.program("pg_dump"), addresses.owner], text=True)
    assert "PostgreSQL database dump complete" in dump


def test_why_it_does_not_start_is_said(folder: Path) -> None:
    embedded.start(folder)
    embedded.stop(folder)
    configuration = folder / "server" / "data" / "postgresql.conf"
    good = configuration.read_text()
    configuration.write_text(good + "\nno_such_setting = 1\n")
    with pytest.raises(RuntimeError, match="pg_ctl failed in "):
        embedded.start(folder)
    configuration.write_text(good)
    embedded.start(folder)


def test_it_stands_without_django() -> None:
    program = "import sys, firstpoint.core.database.embedded; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


@only_root
def test_as_root_data_moves_out_of_a_closed_folder_whose_modes_stay(folder: Path) -> None:
    modes = {path: path.stat().st_mode for path in folder.parents}
    embedded.start(folder)
    assert (folder / "server").resolve().parent == system_user.SYSTEM_FOLDER
    assert {path: path.stat().st_mode for path in folder.parents} == modes


@only_root
def test_as_root_a_deleted_folder_starts_empty(folder: Path) -> None:
    make_note(embedded.start(folder).owner)
    remove(folder)
    shutil.rmtree(folder)
    make_note(embedded.start(folder).owner)


@only_root
def test_as_root_data_stays_in_an_open_folder(open_folder: Path) -> None:
    embedded.start(open_folder)
    assert not (open_folder / "server").is_symlink()
    assert (open_folder / "server").stat().st_uid != 0


@only_root
def test_as_root_programs_move_out_of_a_closed_folder(
    open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = system_user.installed().parent
    closed = tmp_path / "closed"
    shutil.copytree(wheel, closed / wheel.name)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), closed / f"{wheel.name}.libs")
    closed.chmod(0o700)
    monkeypatch.syspath_prepend(closed)
    monkeypatch.setattr(system_user, "SYSTEM_FOLDER", open_folder.with_name("system"))
    embedded.start(open_folder)
    assert Path(postmaster(open_folder).exe()).is_relative_to(system_user.SYSTEM_FOLDER)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
