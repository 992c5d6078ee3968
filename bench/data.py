"""Makes an agency with five years of cases by COPY: `python -m bench.data COUNT`, into the database of the environment.

Of the cases 1 % wait in a queue, 5 % are open with an owner and the rest is closed; the younger a case, the likelier it
is still open. There is a customer to three cases: most have one or two, one in a hundred about sixty, and one, the
longest history, has a tenth of all up to a thousand, so that databases of any size can be compared by it.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import psycopg

from bench import loading
from bench.data_catalogue import Staff, make_staff
from bench.data_words import FIRST_NAMES, LAST_NAMES, sentences

YEARS = 5
CHUNK = 20_000
LONGEST_HISTORY = 1000
# Cases by hour of the local day, and by weekday from Monday on: mostly while people are awake and at work.
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 17, 16, 16, 16, 15, 13, 10, 8, 7, 6, 5, 3, 2)
WEEKDAYS = (10, 10, 9, 9, 8, 3, 2)

COLUMNS = {
    "customers_customer": "id kind name language preferred_channel access_needs consents created_at",
    "customers_contactpoint": "customer_id kind value verified_at created_at",
    "contacts_contact": "id channel direction customer_id handler_id enquiry_type_id language outcome at journey",
    "contacts_message": (
        "contact_id direction kind author_id subject body language at to delivery delivered_at failure"
    ),
    "cases_case": (
        "id reference customer_id enquiry_type_id version_id restricted_to_id owner_id state channel language summary"
        " answers step opened_at first_answer_due_at first_answered_at due_at customer_wrote_at answered_at closed_at"
        " outcome secret_hash"
    ),
    "cases_casecontact": "case_id contact_id",
    "routing_workitem": (
        "case_id queue_id tier restricted_to_id state promise_at priority waiting_since taken_at"
    ),
    "intake_rawinput": "channel external_id content accepted_at state reason contact_id",
    "core_event": (
        "at type subject_type subject_id customer_id case_id contact_id actor_id channel is_look data incarnation"
    ),
}


class Maker:
    """Makes the rows of one case after the other, for one COPY per table and chunk."""

    def __init__(self, cases: int, staff: Staff, incarnation: int) -> None:
        self.cases, self.staff, self.incarnation = cases, staff, incarnation
        self.customers = max(cases // 3, 2)
        self.frequent = max(self.customers // 100, 1)
        self.longest = min(cases // 10, LONGEST_HISTORY)
        self.random = random.Random(20260302)
        self.contact_ids = count(1)
        self.rows: dict[str, list[str]] = {table: [] for table in COLUMNS}

    def add(self, table: str, *values: object) -> None:
        """Add a row in the text form of COPY; the made words contain nothing that needs an escape."""
        self.rows[table].append("\t".join(["\\N" if value is None else str(value) for value in values]))

    def add_customers(self, began: datetime) -> None:
        """Add everybody, each with an e-mail address and every other with a phone; the last is an organisation."""
        draw = self.random
        for pk in range(1, self.customers + 1):
            is_organisation = pk == self.customers
            name = "Alder Property Trust" if is_organisation else f"{draw.choice(FIRST_NAMES)} {draw.choice(LAST_NAMES)}"
            kind, at = "organisation" if is_organisation else "person", began.isoformat()
            self.add("customers_customer", pk, kind, name, draw.choice(("en", "en", "es")), "email", "{}", "{}", at)
            email = f"{name.lower().replace(' ', '.')}.{pk}@mail.example"
            self.add("customers_contactpoint", pk, "email", email, at if pk % 3 else None, at)
            if pk % 2:
                self.add("customers_contactpoint", pk, "phone", f"+1555{5550000 + pk % 100}{pk}", None, at)

    def customer_of(self, case: int) -> int | None:
        """Return whose case it is: every twentieth is anonymous."""
        if case % max(self.cases // self.longest, 1) == 0:
            return self.customers
        if case % 20 == 1:
            return None
        return self.random.randint(1, self.frequent if self.random.random() < 0.2 else self.customers - 1)

    def add_case(self, pk: int, opened: datetime, reference: str) -> None:
        """Add a case with its contacts, messages, work and events."""
        draw, staff = self.random, self.staff
        kind = draw.choice(staff.kinds)
        age = 1 - pk / self.cases
        # Drawn so that of all 1 % wait and 5 % are open, the most among the newest fifth.
        waits, is_open = age < 0.1 and draw.random() < 0.1, age < 0.2 and draw.random() < 0.265
        owner = None if waits else draw.choice(staff.advisers[kind.tier])
        customer, language = self.customer_of(pk), draw.choice(("en", "en", "en", "es"))
        is_closed = not (waits or is_open)
        answered = None if waits else opened + timedelta(hours=draw.expovariate(1 / 20))
        closed = answered + timedelta(hours=draw.expovariate(1 / 60)) if answered and is_closed else None
        due, first_due = opened + timedelta(days=7), opened + timedelta(days=1)
        body = sentences(draw)
        contact, receipt = next(self.contact_ids), next(self.contact_ids)
        at = opened.isoformat()
        self._add_contact(pk, contact, kind.id, customer, language, at, "enquiry", body)
        self._add_contact(pk, receipt, kind.id, customer, language, at, "receipt", f"{reference}: {sentences(draw)}", author=1)
        if answered:
            answer, kind_of_answer = next(self.contact_ids), "outcome" if closed else "answer"
            self._add_contact(
                pk, answer, kind.id, customer, language, (closed or answered).isoformat(), kind_of_answer, sentences(draw), author=owner
            )
        self.add(
            "cases_case",
            pk,
            reference,
            customer,
            kind.id,
            kind.version_id,
            kind.restricted_to_id,
            owner,
            "closed" if closed else "open",
            "web",
            language,
            body[:200],
            "{}",
            1 if answered else 0,
            at,
            first_due.isoformat(),
            answered and answered.isoformat(),
            due.isoformat(),
            at,
            answered and answered.isoformat(),
            closed and closed.isoformat(),
            draw.choice(("done", "answered", "answered", "not_ours", "referred")) if closed else "",
            "" if customer else "0" * 64,
        )
        state = "waiting" if waits else "taken"
        self.add(
            "routing_workitem",
            pk,
            kind.queue_id,
            kind.tier,
            kind.restricted_to_id,
            state,
            first_due.isoformat(),
            0,
            at,
            answered and answered.isoformat(),
        )
        raw = json.dumps({"body": body, "channel": "web", "language": language}).encode().hex()
        self.add("intake_rawinput", "web", f"made-{pk}", f"\\\\x{raw}", at, "received", "", contact)
        self._add_event("case.opened", opened, pk, customer, contact, 1)
        self._add_event("case.closed" if closed else "case.answered" if answered else "work.placed", closed or answered or opened, pk, customer, None, owner or 1)

    def _add_contact(self, case: int, contact: int, kind: int, customer: int | None, language: str, at: str, what: str, body: str, *, author: int | None = None) -> None:
        direction = "outbound" if author else "inbound"
        channel = "email" if author and customer else "web"
        self.add("contacts_contact", contact, channel, direction, customer, author, kind, language, "" if author else "case", at, "{}")
        delivery = "sent" if author and customer else "not_needed"
        self.add("contacts_message", contact, direction, what, author, "About your question" if author else "", body, language, at, "somebody@mail.example" if delivery == "sent" else "", delivery, at if delivery == "sent" else None, "")
        self.add("cases_casecontact", case, contact)

    def _add_event(self, event_type: str, at: datetime, case: int, customer: int | None, contact: int | None, actor: int) -> None:
        self.add("core_event", at.isoformat(), event_type, "cases.case", case, customer, case, contact, actor, "web", "f", "{}", self.incarnation)


def moments(cases: int, until: datetime) -> Iterator[datetime]:
    """Yield when cases were opened over the years, in order, by the weight of weekdays and hours."""
    draw = random.Random(20260303)
    days = [until - timedelta(days=back) for back in range(YEARS * 365, 0, -1)]
    weights = [WEEKDAYS[day.weekday()] for day in days]
    per_weight, owed = cases / sum(weights), 0.0
    given = 0
    for place, (day, weight) in enumerate(zip(days, weights, strict=True)):
        owed += per_weight * weight
        today = cases - given if place == len(days) - 1 else int(owed)
        owed -= today
        given += today
        hours = draw.choices(range(24), HOURS, k=today)
        # New York is five hours behind; the few minutes of a day that this shifts over midnight stay in order.
        seconds = sorted(hour * 3600 + draw.randrange(3600) for hour in hours)
        yield from (day + timedelta(seconds=second) for second in seconds)


def references(cases: int) -> Iterator[str]:
    """Yield references that differ."""
    from firstpoint.core.refs import new_reference

    seen: set[str] = set()
    while len(seen) < cases:
        reference = new_reference()
        if reference not in seen:
            seen.add(reference)
            yield reference


def make(cases: int) -> None:
    """Fill the database of the environment."""
    staff = make_staff()
    began, until = time.monotonic(), datetime.now(UTC).replace(hour=5, minute=0, second=0, microsecond=0)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        incarnation = connection.execute("SELECT core_incarnation()").fetchone()[0]
        maker = Maker(cases, staff, incarnation)
        with loading.without_indexes(connection, COLUMNS):
            maker.add_customers(until - timedelta(days=YEARS * 365))
            for pk, (opened, reference) in enumerate(zip(moments(cases, until), references(cases), strict=True), 1):
                maker.add_case(pk, opened, reference)
                if pk % CHUNK == 0 or pk == cases:
                    loading.copy(connection, COLUMNS, maker.rows)
                    print(f"  {pk:,} of {cases:,} cases in {time.monotonic() - began:.0f} s", flush=True)
        loading.set_sequences(connection, COLUMNS)
    loading.settle(os.environ["DATABASE_OWNER_URL"])
    print(f"  made in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    make(int(sys.argv[1]))
