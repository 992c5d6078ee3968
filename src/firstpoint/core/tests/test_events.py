"""The journal takes codes and ids only, in the transaction of the change, and nobody can change what stands in it."""

import os
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from firstpoint.core.actions import action
from firstpoint.core.models import Event, StoredFile
from firstpoint.core.tests.make import record_event
from tests.databases import addresses


def partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'core_event'::regclass")
        return sorted(name for (name,) in cursor.fetchall())


@pytest.mark.django_db
class TestAppendOnly:
    """The real connection of the application, which is not the owner's."""

    @pytest.fixture(autouse=True)
    def _an_event(self) -> None:
        record_event()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
            user, is_superuser = cursor.fetchone()
        assert user == conninfo_to_dict(os.environ["DATABASE_URL"])["user"]
        assert user != conninfo_to_dict(os.environ["DATABASE_OWNER_URL"])["user"]
        assert not is_superuser

    def _refused(self, statement: str) -> None:
        with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege), refusal.value

    @pytest.mark.parametrize("verb", ["UPDATE {} SET type = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
    def test_rows_cannot_be_changed_or_removed(self, verb: str) -> None:
        for table in ("core_event", *partitions()):
            self._refused(verb.format(table))
        assert Event.objects.get().type == "file.counted"

    def test_the_orm_cannot_either(self) -> None:
        for change in (lambda: Event.objects.update(type="x"), Event.objects.all().delete):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE more (id int)",
            "CREATE TABLE core_event_2150 PARTITION OF core_event FOR VALUES FROM ('2150-01-01') TO ('2151-01-01')",
            "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE SCHEMA more",
            "ALTER TABLE core_event DETACH PARTITION core_event_2026",
            "ALTER TABLE core_event DROP COLUMN data",
            "DROP TABLE core_event",
            "CREATE RULE more AS ON INSERT TO core_event DO INSTEAD NOTHING",
            "SELECT setval('core_event_id_seq', 1)",
            "UPDATE core_incarnation SET number = 2",
            "DELETE FROM core_incarnation",
            "INSERT INTO core_incarnation VALUES (2, 1)",
            "DELETE FROM django_migrations",
            "GRANT UPDATE ON core_event TO current_user",
        ],
    )
    def test_its_shape_cannot_be_changed(self, statement: str) -> None:
        if statement.startswith("GRANT"):
            # PostgreSQL refuses a grant without the right to it by a warning, and does nothing.
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            self._refused("UPDATE core_event SET type = 'x'")
            return
        self._refused(statement)

    def test_partitions_come_by_the_owners_function_alone_and_making_them_again_changes_nothing(self) -> None:
        before = partitions()
        with connection.cursor() as cursor:
            for _time in range(2):
                cursor.execute("SELECT core_ensure_event_partitions(2040, 2041)")
        assert partitions() == sorted([*before, "core_event_2040", "core_event_2041"])
        for verb in ("DELETE FROM {}", "DROP TABLE {}"):
            self._refused(verb.format("core_event_2040"))
        with pytest.raises(DatabaseError, match="1970 to 2200"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT core_ensure_event_partitions(1, 3000)")


@pytest.mark.django_db
class TestRecording:
    @pytest.mark.parametrize(
        "value",
        ["rosa@mail.example", "Rosa Vale", "two\nlines", "x" * 81, "<b>", "12 Main St", "a\0b", "¿qué?", "tab\there"],
    )
    def test_free_text_is_refused(self, value: str) -> None:
        with pytest.raises(ValueError, match="ids and codes"):
            record_event(data={"note": value})
        assert not Event.objects.exists()

    @pytest.mark.parametrize("value", [["Rosa Vale"], {"name": "Rosa Vale"}, 1.5, b"Rosa Vale"])
    def test_whatever_could_hold_text_is_refused(self, value: object) -> None:
        with pytest.raises(ValueError, match="ids and codes"):
            record_event(data={"note": value})

    def test_codes_and_ids_are_kept(self) -> None:
        data = {"code": "library-card", "roles": "adviser+editor", "number": 7, "is_new": True, "owner": None, "": ""}
        record_event(customer_id=3, case_id=4, contact_id=5, channel="web", is_look=True, data=data)
        event = Event.objects.get()
        assert event.data == data
        assert (event.customer_id, event.case_id, event.contact_id, event.channel) == (3, 4, 5, "web")
        assert event.is_look
        assert (event.subject_type, event.subject_id, event.actor_id) == ("core.storedfile", 1, 2)
        assert event.at == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    def test_one_event_is_one_insert(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            record_event(data={"code": "x"})
        assert [query["sql"].split()[:3] for query in queries] == [["INSERT", "INTO", "core_event"]]

    def test_the_events_of_an_action_and_its_parts_are_one_insert_in_their_order(self) -> None:
        @action
        def take_part(event_type: str) -> None:
            record_event(event_type, data={"code": "y"})

        @action
        def act() -> None:
            record_event("file.counted", customer_id=3, data={"code": "x", "owner": None})
            take_part("file.moved")
            record_event("file.kept", is_look=True, channel="web")
            assert not Event.objects.exists()

        with CaptureQueriesContext(connection) as queries:
            act()
        assert sum("INSERT INTO core_event" in query["sql"] for query in queries) == 1
        assert list(Event.objects.order_by("id").values_list("type", "customer_id", "is_look", "channel", "data")) == [
            ("file.counted", 3, False, "", {"code": "x", "owner": None}),
            ("file.moved", None, False, "", {"code": "y"}),
            ("file.kept", None, True, "web", {}),
        ]

    def test_what_a_part_recorded_goes_with_it_when_the_action_goes_on_without_it(self) -> None:
        @action
        def fail() -> None:
            record_event("file.lost")
            raise ValueError

        @action
        def act() -> None:
            record_event("file.counted")
            with suppress(ValueError), transaction.atomic():
                fail()
            record_event("file.kept")

        act()
        assert list(Event.objects.order_by("id").values_list("type", flat=True)) == ["file.counted", "file.kept"]

    def test_an_action_that_goes_on_after_a_part_without_a_savepoint_is_refused(self) -> None:
        @action
        def fail() -> None:
            raise ValueError

        @action
        def act() -> None:
            record_event("file.counted")
            with suppress(ValueError):
                fail()

        with pytest.raises(transaction.TransactionManagementError):
            act()
        assert not Event.objects.exists()

    def test_an_event_without_reaction_enqueues_no_job_and_one_with_reactions_enqueues_each(self) -> None:
        record_event("file.counted")
        assert not ProcrastinateJob.objects.exists()
        reactions = import_string(settings.REACTIONS)
        for event_type, jobs in reactions.items():
            ProcrastinateJob.objects.exists()
            before = ProcrastinateJob.objects.count()
            record_event(event_type)
            made = ProcrastinateJob.objects.order_by("id")[before:]
            assert [(job.task_name, job.args) for job in made] == [(job.name, {"subject_id": 1}) for job in jobs]


def test_an_event_needs_a_transaction(committed_database: str) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_event()
    assert not Event.objects.exists()


def test_an_event_and_its_jobs_share_the_fate_of_the_change(committed_database: str) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            StoredFile.objects.create(name="x", content=b"")
            record_event("input.accepted")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert not StoredFile.objects.exists()
    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    with transaction.atomic():
        record_event("input.accepted")
    assert Event.objects.count() == ProcrastinateJob.objects.count() == 1


def test_live_screens_are_woken_once_per_noun_and_transaction_and_by_live_events_alone(committed_database: str) -> None:
    live = sorted(import_string(settings.LIVE_EVENTS))
    nouns = {event_type.split(".")[0] for event_type in live}
    with psycopg.connect(addresses(committed_database)["DATABASE_URL"], autocommit=True) as listener:
        listener.execute(sql.SQL("LISTEN live"))
        with transaction.atomic():
            record_event("file.counted")
            record_event("case.opened")
        with transaction.atomic():
            for event_type in (*live, *live):
                record_event(event_type)
            assert not list(listener.notifies(timeout=0.2))
        heard = [notice.payload for notice in listener.notifies(timeout=0.5)]
        assert sorted(heard) == sorted(nouns)
        with transaction.atomic():
            record_event("file.counted")
        assert not list(listener.notifies(timeout=0.3))
