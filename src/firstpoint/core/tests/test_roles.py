"""What the application's own connection can and cannot do in the database, should somebody take it over."""

from datetime import timedelta

import pytest
from psycopg.errors import InsufficientPrivilege

from django.db import DatabaseError, connection, transaction

from firstpoint.core import clock
from firstpoint.core.tests.make import record_event

pytestmark = pytest.mark.django_db


def ask(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT rolpassword FROM pg_authid",
        "SELECT passwd FROM pg_shadow",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "SET ROLE firstpoint_owner",
        "SET session_replication_role = replica",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "CREATE ROLE more",
        "ALTER TABLE core_event DISABLE TRIGGER ALL",
        "LOCK TABLE core_event IN ACCESS EXCLUSIVE MODE",
        "CREATE INDEX ON core_event (type)",
        "CREATE TYPE more AS (a int)",
        "CREATE OR REPLACE FUNCTION core_incarnation() RETURNS smallint LANGUAGE sql AS 'SELECT 1::smallint'",
        "DROP FUNCTION core_ensure_event_partitions(integer, integer)",
        "ALTER FUNCTION core_incarnation() RESET ALL",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user",
    ],
)
def test_it_is_refused(statement: str) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        ask(statement)
    assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_nobody_but_the_owner_makes_anything_in_the_schema() -> None:
    assert ask("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]
    assert (
        ask(
            "SELECT 1 FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'public' AND grantee = 0"
            " AND privilege_type = 'CREATE'"
        )
        == []
    )


def test_the_owners_functions_look_nowhere_but_in_the_owners_schema() -> None:
    found = ask("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert {name for name, _settings in found} >= {"core_incarnation", "core_ensure_event_partitions"}
    assert {tuple(settings) for _name, settings in found} == {("search_path=public, pg_temp",)}  # type: ignore[arg-type]


def test_a_table_of_ones_own_leads_the_owners_function_nowhere_else() -> None:
    before = ask("SELECT core_incarnation()")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE core_incarnation (number smallint, system_identifier bigint)")
        cursor.execute("INSERT INTO pg_temp.core_incarnation SELECT 99, system_identifier FROM pg_control_system()")
    assert ask("SELECT core_incarnation()") == before
    record_event()


def test_partitions_are_so_few_that_they_fill_no_disk() -> None:
    ask("SELECT core_ensure_event_partitions(1970, 2200)")
    [(count, size)] = ask(
        "SELECT count(*), sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
        " WHERE inhparent = 'core_event'::regclass"
    )
    assert count == 231
    assert int(str(size)) < 20 * 1024 * 1024
    for first, last in ((1, 1000), (1969, 1970), (2200, 2201), (2026, 2_000_000_000)):
        with pytest.raises(DatabaseError, match="1970 to 2200"), transaction.atomic():
            ask(f"SELECT core_ensure_event_partitions({first}, {last})")
    with clock.frozen(clock.now() + timedelta(days=365 * 100)):
        record_event()
