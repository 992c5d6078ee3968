"""Loads many rows quickly: foreign keys and indexes are put aside while COPY runs, and made again afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from psycopg import sql

CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2
"""
INDEXES = """
    SELECT indexrelid::regclass::text, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique ORDER BY 1
"""
SEQUENCES = """
    SELECT t, pg_get_serial_sequence(t, 'id') FROM unnest(%s::text[]) AS t
    WHERE pg_get_serial_sequence(t, 'id') IS NOT NULL
"""
Connection = psycopg.Connection[tuple[str, ...]]


@contextmanager
def without_indexes(connection: Connection, tables: Mapping[str, str]) -> Iterator[None]:
    """Drop the tables' foreign keys and indexes, unique ones apart, and make them again at the end."""
    constraints = connection.execute(CONSTRAINTS, [list(tables)]).fetchall()
    indexes = connection.execute(INDEXES, [list(tables)]).fetchall()
    for table, name, _definition in constraints:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for name, _definition in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    print("  indexes and foreign keys", flush=True)
    connection.execute("SET maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        connection.execute(definition.encode())
    for table, name, definition in constraints:
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'.encode())


def copy(connection: Connection, tables: Mapping[str, str], rows: Mapping[str, list[str]]) -> None:
    """Write the rows, in COPY's text form, and empty the lists."""
    for table, lines in rows.items():
        columns = sql.SQL(", ").join(map(sql.Identifier, tables[table].split()))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with connection.cursor().copy(statement) as stream:
            stream.write("\n".join([*lines, ""]))
        lines.clear()


def set_sequences(connection: Connection, tables: Mapping[str, str]) -> None:
    """Let each table's next id follow its last."""
    for table, sequence in connection.execute(SEQUENCES, [list(tables)]).fetchall():
        connection.execute(f"SELECT setval('{sequence}', (SELECT coalesce(max(id), 1) FROM {table}))".encode())


def settle(address: str) -> None:
    """Leave the tables as autovacuum would in time."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
