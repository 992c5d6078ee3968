"""Run in the peer's own environment: makes its tables, a public queue, and as many tickets as Firstpoint has cases."""

import os
import random
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.helpdesk.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

TICKETS = (
    "id", "title", "queue_id", "created", "modified", "submitter_email", "status", "on_hold", "description", "priority",
    "secret_key",
)  # fmt: skip
FOLLOW_UPS = ("ticket_id", "date", "title", "comment", "public")


def main(tickets: int) -> None:
    """Fill the database of the environment."""
    call_command("migrate", verbosity=0)
    from helpdesk.models import FollowUp, Queue, Ticket

    queue = Queue.objects.create(title="Public", slug="public", allow_public_submission=True)
    began, step = datetime.now(UTC) - timedelta(days=5 * 365), timedelta(days=5 * 365) / tickets
    draw, body = random.Random(1), "The bins in our street were not emptied this week. Please tell me what to do. "
    with connection.cursor() as cursor:
        with cursor.copy(_statement(Ticket, TICKETS)) as stream:
            for pk in range(1, tickets + 1):
                at, email = began + step * pk, f"somebody{draw.randrange(tickets // 3)}@mail.example"
                status, key = 1 if draw.random() < 0.05 else 4, secrets.token_hex(18)
                stream.write_row((pk, "A question", queue.pk, at, at, email, status, False, body * 3, 3, key))
        with cursor.copy(_statement(FollowUp, FOLLOW_UPS)) as stream:
            for pk in range(1, tickets + 1):
                stream.write_row((pk, began + step * pk, "Ticket Opened Via Web", body * 3, True))
        cursor.execute("SELECT setval(pg_get_serial_sequence('helpdesk_ticket', 'id'), %s)", (tickets,))
        cursor.execute("VACUUM ANALYZE")


def _statement(model: type[django.db.models.Model], columns: Sequence[str]) -> str:
    return f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN"


if __name__ == "__main__":
    main(int(sys.argv[1]))
