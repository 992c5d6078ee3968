"""Rate limits that hold across processes and machines: counters in an unlogged table, one statement a try.

What is counted may be somebody's address, so the table knows it by a digest alone.
"""

import hashlib
import ipaddress
from datetime import timedelta

from django.db import connection

from firstpoint.core import clock
from firstpoint.core.errors import TooMany

COUNT = """
    INSERT INTO core_ratecount AS counted (key, window_ends_at, count) VALUES (%(key)s, %(ends)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN counted.window_ends_at <= %(now)s THEN 1 ELSE counted.count + 1 END,
        window_ends_at = CASE WHEN counted.window_ends_at <= %(now)s THEN %(ends)s ELSE counted.window_ends_at END
    RETURNING count
"""


def count_try(key: str, *, limit: int, window: timedelta) -> None:
    """Count one try under the key; raise TooMany from the try after the limit until the window ends."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": _digest(key), "now": now, "ends": now + window})
        (count,) = cursor.fetchone()
    if count > limit:
        raise TooMany


def network_of(address: str) -> str:
    """Return what limits count as one sender: an IPv6 subscriber has a whole /64, an IPv4 one the address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if known.version == 6 and known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False) if known.version == 6 else known)


def take_back_try(key: str) -> None:
    """Uncount one try under the key, because it turned out to be a right one."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ratecount SET count = greatest(count - 1, 0) WHERE key = %s", (_digest(key),))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def forget_old_counts() -> int:
    """Delete counters whose window has ended; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_ratecount WHERE window_ends_at <= %s", (clock.now(),))
        return int(cursor.rowcount)
