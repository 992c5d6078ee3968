"""Readers of the journal miss nobody who commits late, read nothing twice, and go on after a dump and restore."""

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from django.db import transaction

from firstpoint.core.database import embedded
from firstpoint.core.database.roles import grant_application_role
from firstpoint.core.models import Event
from firstpoint.core.tests.make import Reader, Session, connected_to, record_event
from tests.databases import addresses, drop

# Whatever else runs on the same server holds the readers up, never in the wrong order.
PATIENCE_SECONDS = 90


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def numbers(events: list[Event]) -> list[int]:
    return [event.data["number"] for event in events]


def record_numbered(number: int) -> None:
    record_event(data={"number": number})


def read_all(reader: Reader, count: int) -> list[int]:
    wait_until(lambda: bool(reader.go_on()) or len(reader.read) >= count)
    wait_until(lambda: reader.go_on() == [] and len(reader.read) >= count)
    return numbers(reader.read)


def test_a_late_committer_is_not_missed(committed_database: str) -> None:
    reader = Reader()
    with Session() as early, Session() as late:
        late.begin()
        late.call(record_numbered, 1)
        early.begin()
        early.call(record_numbered, 2)
        early.commit()
        assert Event.objects.count() == 1
        for _time in range(3):
            assert reader.go_on() == []
        late.commit()
        assert read_all(reader, 2) == [1, 2]
        assert reader.go_on() == []


def test_one_who_rolls_back_late_holds_nobody_up_for_good(committed_database: str) -> None:
    reader = Reader()
    with Session() as early, Session() as late:
        late.begin()
        late.call(record_numbered, 1)
        early.begin()
        early.call(record_numbered, 2)
        early.commit()
        assert reader.go_on() == []
        late.roll_back()
        assert read_all(reader, 1) == [2]


def test_a_savepoint_keeps_its_place_in_its_transaction(committed_database: str) -> None:
    reader = Reader()
    with transaction.atomic():
        record_numbered(1)
        with transaction.atomic():
            record_numbered(2)
        record_numbered(3)
    assert read_all(reader, 3) == [1, 2, 3]
    assert len({event.xid for event in reader.read}) == 1


@pytest.mark.parametrize("seed", range(4))
def test_however_writers_commit_everything_committed_is_read_once_and_in_order(
    committed_database: str, seed: int
) -> None:
    chance, reader, written, number = random.Random(seed), Reader(), [], 0
    sessions = [Session() for _writer in range(3)]
    pending: dict[Session, list[int]] = {session: [] for session in sessions}
    for _step in range(90):
        session = chance.choice(sessions)
        if not session.is_open:
            session.begin()
        if chance.random() < 0.6:
            number += 1
            session.call(record_numbered, number)
            pending[session].append(number)
        elif chance.random() < 0.7:
            session.commit()
            written += pending[session]
            pending[session] = []
        else:
            session.roll_back()
            pending[session] = []
        if chance.random() < 0.5:
            reader.go_on(limit=chance.randint(1, 4))
            assert set(numbers(reader.read)) <= set(written)
    for session in sessions:
        with session:
            if session.is_open:
                session.commit()
                written += pending[session]
    read = read_all(reader, len(written))
    assert sorted(read) == sorted(written)
    places = [(event.incarnation, int(event.xid), event.id) for event in reader.read]
    assert places == sorted(places)
    assert {event.id for event in reader.read} == set(Event.objects.values_list("id", flat=True))


def run(program: str, address: str, *arguments: str) -> None:
    """Run a client program of the server's own version: a newer one writes what an older server cannot read."""
    with psycopg.connect(address) as connection:
        path = f"/usr/lib/postgresql/{connection.info.server_version // 10_000}/bin/{program}"
    if not Path(path).exists():
        path = str(embedded.program(program))
    subprocess.run([path, f"--dbname={address}", *arguments], check=True, capture_output=True, text=True)


@pytest.fixture
def dump(committed_database: str, tmp_path: Path) -> Path:
    """A journal with two events, as its owner dumps it."""
    for number in (1, 2):
        with transaction.atomic():
            record_numbered(number)
    path = tmp_path / "dump"
    run("pg_dump", addresses(committed_database)["DATABASE_OWNER_URL"], "--format=custom", f"--file={path}")
    return path


@pytest.fixture
def same_cluster(committed_database: str) -> Iterator[dict[str, str]]:
    name = f"{committed_database}_restored"
    drop(name)
    with psycopg.connect(addresses(committed_database)["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield addresses(name)
    drop(name)


@pytest.fixture
def other_cluster(tmp_path: Path) -> Iterator[dict[str, str]]:
    made = embedded.start(tmp_path / "elsewhere")
    yield {"DATABASE_URL": made.application, "DATABASE_OWNER_URL": made.owner}
    embedded.stop(tmp_path / "elsewhere")


@pytest.mark.parametrize(("place", "incarnation"), [("same_cluster", 1), ("other_cluster", 2)])
def test_a_reader_goes_on_after_a_dump_and_restore(
    dump: Path, place: str, incarnation: int, request: pytest.FixtureRequest
) -> None:
    reader = Reader()
    assert read_all(reader, 2) == [1, 2]
    restored = request.getfixturevalue(place)
    owner = restored["DATABASE_OWNER_URL"]
    run("pg_restore", owner, "--no-owner", "--no-privileges", "--exit-on-error", str(dump))
    with connected_to(owner):
        grant_application_role("firstpoint_app")
    with connected_to(restored["DATABASE_URL"]):
        assert Event.objects.count() == 2
        assert reader.go_on() == []
        for number in (3, 4):
            with transaction.atomic():
                record_numbered(number)
        assert read_all(reader, 4) == [1, 2, 3, 4]
        assert [event.incarnation for event in reader.read] == [1, 1, incarnation, incarnation]
        assert numbers(_from_the_beginning(4)) == [1, 2, 3, 4]


def _from_the_beginning(count: int) -> list[Event]:
    reader = Reader()
    read_all(reader, count)
    return reader.read
