"""Loads many rows quickly: foreign keys and indexes are put aside while COPY runs, and made again afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

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
    SELECT attrelid::regclass::text, pg_get_serial_sequence(attrelid::regclass::text, 'id') FROM pg_attribute
    WHERE attrelid = ANY(%s::regclass[]) AND attname = 'id'
        AND pg_get_serial_sequence(attrelid::regclass::text, 'id') IS NOT NULL
"""
Connection = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def without_indexes(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Drop the tables' foreign keys and indexes, unique ones apart, and make them again at the end."""
    constraints = connection.execute(CONSTRAINTS, [tables]).fetchall()
    indexes = connection.execute(INDEXES, [tables]).fetchall()
    for table, name, _definition in constraints:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for name, _definition in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    connection.execute("SET maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        connection.execute(definition.encode())
    for table, name, definition in constraints:
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'.encode())


def copy(connection: Connection, columns: Mapping[str, Sequence[str]], rows: Mapping[str, list[str]]) -> None:
    """Write the lines, in COPY's text form, and empty the lists."""
    for table, lines in rows.items():
        if not lines:
            continue
        names = sql.SQL(", ").join(map(sql.Identifier, columns[table]))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        with connection.cursor().copy(statement) as stream:
            stream.write("\n".join([*lines, ""]))
        lines.clear()


def set_sequences(connection: Connection, tables: Sequence[str]) -> None:
    """Let each table's next id follow its last."""
    for table, sequence in connection.execute(SEQUENCES, [tables]).fetchall():
        connection.execute(f"SELECT setval('{sequence}', (SELECT max(id) FROM {table}))".encode())


def settle(address: str) -> None:
    """Leave the tables as autovacuum would in time."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
