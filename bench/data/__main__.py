"""Makes an agency with five years of cases by COPY: `python -m bench.data COUNT`, into the database of the environment.

The catalogue must have been imported. Indexes come last and all is analysed, so that a million take minutes.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg

from bench.data import loading
from bench.data.cases import Maker, moments, references
from bench.data.staff import make_staff

YEARS = 5
CHUNK = 20_000


def make(cases: int) -> None:
    """Fill the database of the environment."""
    staff = make_staff()
    began, until = time.monotonic(), datetime.now(UTC).replace(hour=5, minute=0, second=0, microsecond=0)
    address = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(address) as connection:
        [(incarnation,)] = connection.execute("SELECT core_incarnation()").fetchall()
        maker = Maker(cases, staff, incarnation)
        with loading.without_indexes(connection, list(maker.rows)):
            maker.add_customers(until - timedelta(days=YEARS * 365))
            days = moments(cases, until, years=YEARS)
            for pk, (opened, reference) in enumerate(zip(days, references(cases), strict=True), 1):
                maker.add_case(pk, opened, reference)
                if pk % CHUNK == 0 or pk == cases:
                    loading.copy(connection, maker.columns, maker.rows)
                    print(f"  {pk:,} of {cases:,} cases in {time.monotonic() - began:.0f} s", flush=True)
            print("  indexes and foreign keys", flush=True)
        loading.set_sequences(connection, list(maker.rows))
    loading.settle(address)
    print(f"  made in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    make(int(sys.argv[1]))
