"""The journal is read through its indexes however long it has grown: of a case, of a customer, in commit order."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstpoint.core.events import Position, read_after
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import timeline_of_case, timeline_of_customer
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import SYSTEM
from tests.databases import addresses

# Six years of events of an earlier incarnation, thirty of each case and sixty of each customer, three a transaction.
ROWS = 60_000
FILL = """
INSERT INTO core_event
    (at, type, subject_type, subject_id, customer_id, case_id, contact_id, actor_id, incarnation, xid)
SELECT timestamptz '2020-06-01 UTC' + n * interval '6 years' / %(rows)s, 'case.answered', 'cases.case', n %% 2000,
    n %% 1000, n %% 2000, n, 2, 0, (n / 3)::text::xid8
FROM generate_series(1, %(rows)s) AS n
"""


@pytest.fixture
def long_journal(committed_database: str) -> None:
    with psycopg.connect(addresses(committed_database)["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(FILL, {"rows": ROWS})
        owner.execute("ANALYZE core_event")


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def filled_partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM core_event")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (lambda: timeline_of_case(Case(pk=77, reference="x")), "case_id"),
        (lambda: timeline_of_customer(SYSTEM, Customer(pk=77)), "customer_id"),
        (lambda: read_after(Position(0, 15_000, 45_000)), "incarnation_xid"),
    ],
    ids=["of a case", "of a customer", "in commit order"],
)
def test_no_reader_walks_through_the_journal(long_journal: None, read: Callable[[], list[Any]], index: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(read()) >= 30
    statements = [query["sql"] for query in queries if "core_event" in query["sql"]]
    assert len(statements) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statements[0]}")
        (((explained,),),) = cursor.fetchall()
    filled = filled_partitions()
    assert len(filled) == 7
    scans = [node for node in nodes(explained["Plan"]) if node.get("Relation Name") in filled]
    assert {node["Node Type"] for node in scans} <= {"Index Scan", "Bitmap Heap Scan"}, scans
    used = [node["Index Name"] for node in nodes(explained["Plan"]) if "Index Name" in node]
    assert used
    assert all(index in name for name in used)
