"""The rows of made-up cases, and when they were opened.

Of the cases 1 % wait in a queue, 5 % are open with an owner and the rest is closed; the younger a case, the likelier it
is still open. There is a customer to three cases: most have one or two, one in a hundred about sixty, and one, the
longest history, has a tenth of all up to a thousand, so that databases of any size can be compared by it. Customers are
kept under the words of their names and their spellings. Each case that somebody took has the clock of its tier, and each
case a question, a receipt and, once answered, an answer, and two events in the journal. Promises are a day and a week from
the opening, by the clock on the wall: no page works them out again.
"""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from bench.data.staff import Kind, Staff
from bench.data.words import full_name, sentences

LONGEST_HISTORY = 1000
PUBLIC_SITE = 1
# Cases by hour of the local day, and by weekday from Monday on: mostly while people are awake and at work.
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 17, 16, 16, 16, 15, 13, 10, 8, 7, 6, 5, 3, 2)
WEEKDAYS = (10, 10, 9, 9, 8, 3, 2)
TABLES = (
    "customers_customer",
    "customers_contactpoint",
    "customers_nameword",
    "customers_namespelling",
    "contacts_contact",
    "contacts_message",
    "cases_case",
    "cases_casecontact",
    "cases_tierclock",
    "routing_workitem",
    "intake_rawinput",
    "core_event",
)


class Maker:
    """Makes the rows of one case after the other, as lines of COPY's text form, until somebody copies them."""

    def __init__(self, cases: int, staff: Staff, incarnation: int) -> None:
        self.cases, self.staff, self.incarnation = cases, staff, incarnation
        self.customers = max(cases // 3, 2)
        self.frequent = max(self.customers // 100, 1)
        self.longest = min(cases // 10, LONGEST_HISTORY)
        self.random = random.Random(20260302)
        self.contact_ids = count(1)
        self.spelt: set[str] = set()
        self.columns: dict[str, tuple[str, ...]] = {}
        self.rows: dict[str, list[str]] = {table: [] for table in TABLES}

    def _add(self, table: str, **values: object) -> None:
        """Add a row; the made words contain nothing that needs an escape."""
        self.columns.setdefault(table, tuple(values))
        self.rows[table].append("\t".join(["\\N" if value is None else str(value) for value in values.values()]))

    def add_customers(self, at: datetime) -> None:
        """Add everybody, each with an e-mail address and every other with a phone; the last is an organisation."""
        draw = self.random
        for pk in range(1, self.customers + 1):
            is_person = pk < self.customers
            name = full_name(draw) if is_person else "Alder Property Trust"
            self._add(
                "customers_customer",
                id=pk,
                kind="person" if is_person else "organisation",
                name=name,
                language=draw.choice(("en", "en", "es")),
                preferred_channel="email",
                access_needs="{}",
                consents="{}",
                created_at=at,
            )
            self._add_point(
                pk, "email", f"{name.lower().replace(' ', '.')}.{pk}@mail.example", at, is_proved=pk % 3 == 0
            )
            if pk % 2:
                self._add_point(pk, "phone", f"+1555{pk % 10_000_000:07}", at, is_proved=False)
            self._add_name(pk, name)

    def _add_name(self, customer: int, name: str) -> None:
        """Add the words of a name as the project itself keeps them."""
        from firstpoint.domain.customers.queries.names import name_keys, spellings

        for word, beside in name_keys(name):
            self._add("customers_nameword", word=word, beside=beside, customer_id=customer)
            if not beside and word not in self.spelt:
                self.spelt.add(word)
                for spelling in spellings(word):
                    self._add("customers_namespelling", spelling=spelling, word=word)

    def _add_point(self, customer: int, kind: str, value: str, at: datetime, *, is_proved: bool) -> None:
        verified = at if is_proved else None
        self._add(
            "customers_contactpoint", customer_id=customer, kind=kind, value=value, verified_at=verified, created_at=at
        )

    def _customer_of(self, case: int) -> int | None:
        """Return whose case it is; every twentieth is anonymous."""
        if case % max(self.cases // self.longest, 1) == 0:
            return self.customers
        if case % 20 == 1:
            return None
        return self.random.randint(1, self.frequent if self.random.random() < 0.2 else self.customers - 1)

    def add_case(self, pk: int, opened: datetime, reference: str) -> None:
        """Add a case with its contacts, messages, work and events."""
        draw, kind = self.random, self.random.choice(self.staff.kinds)
        age = 1 - pk / self.cases
        # A tenth of the newest tenth waits; of the newest fifth as many more are open that 5 % of all are.
        waits, is_open = age < 0.1 and draw.random() < 0.1, age < 0.2 and draw.random() < 0.265
        answered = None if waits else opened + timedelta(hours=draw.expovariate(1 / 20))
        closed = answered + timedelta(hours=draw.expovariate(1 / 60)) if answered and not is_open else None
        owner = draw.choice(self.staff.advisers[kind.tier]) if answered else None
        customer, language = self._customer_of(pk), draw.choice(("en", "en", "en", "es"))
        body = sentences(draw)
        touch = {"customer_id": customer, "enquiry_type_id": kind.id, "language": language}
        asked = self._add_contact(pk, touch, opened, "enquiry", body)
        self._add_contact(pk, touch, opened, "receipt", f"{reference}: {sentences(draw)}", author=PUBLIC_SITE)
        if answered:
            said = "outcome" if closed else "answer"
            self._add_contact(pk, touch, closed or answered, said, sentences(draw), author=owner)
        self._add_row_of_case(pk, kind, reference, touch, body, owner, opened, answered, closed)
        self._add_work(pk, kind, language, opened, answered)
        if answered:
            due_at = answered + timedelta(days=3)
            self._add("cases_tierclock", case_id=pk, tier=kind.tier, began_at=answered, ended_at=closed, due_at=due_at)
        self._add_input(pk, asked, body, opened)
        last = "case.closed" if closed else "case.answered" if answered else "work.placed"
        self._add_event("case.opened", opened, pk, customer, PUBLIC_SITE, asked)
        self._add_event(last, closed or answered or opened, pk, customer, owner or PUBLIC_SITE)

    def _add_row_of_case(
        self,
        pk: int,
        kind: Kind,
        reference: str,
        touch: dict[str, object],
        body: str,
        owner: int | None,
        opened: datetime,
        answered: datetime | None,
        closed: datetime | None,
    ) -> None:
        self._add(
            "cases_case",
            id=pk,
            reference=reference,
            **touch,
            version_id=kind.version_id,
            restricted_to_id=kind.restricted_to_id,
            owner_id=owner,
            state="closed" if closed else "open",
            channel="web",
            summary=body[:200],
            answers="{}",
            step=1 if answered else 0,
            opened_at=opened,
            first_answer_due_at=opened + timedelta(days=1),
            first_answered_at=answered,
            due_at=opened + timedelta(days=7),
            customer_wrote_at=opened,
            answered_at=answered,
            closed_at=closed,
            outcome=self.random.choice(("done", "answered", "not_ours", "referred")) if closed else "",
            evidence="",
            secret_hash="" if touch["customer_id"] else "0" * 64,
        )

    def _add_contact(
        self, case: int, touch: dict[str, object], at: datetime, kind: str, body: str, *, author: int | None = None
    ) -> int:
        """Add a contact with its message, tied to the case; return its id."""
        pk, by_mail = next(self.contact_ids), bool(author and touch["customer_id"])
        way = {"direction": "outbound" if author else "inbound", "language": touch["language"], "at": at}
        channel, outcome = "email" if by_mail else "web", "" if author else "case"
        self._add(
            "contacts_contact", id=pk, **touch, direction=way["direction"], at=at, channel=channel, handler_id=author,
            outcome=outcome, journey="{}",
        )  # fmt: skip
        self._add(
            "contacts_message",
            contact_id=pk,
            **way,
            kind=kind,
            author_id=author,
            subject="About your question" if author else "",
            body=body,
            to="somebody@mail.example" if by_mail else "",
            delivery="sent" if by_mail else "not_needed",
            delivered_at=at if by_mail else None,
            failure="",
        )
        self._add("cases_casecontact", case_id=case, contact_id=pk)
        return pk

    def _add_work(self, case: int, kind: Kind, language: object, opened: datetime, taken: datetime | None) -> None:
        self._add(
            "routing_workitem",
            case_id=case,
            queue_id=kind.queue_id,
            tier=kind.tier,
            restricted_to_id=kind.restricted_to_id,
            language=language,
            channel="web",
            state="taken" if taken else "waiting",
            promise_at=opened + timedelta(days=1),
            priority=0,
            waiting_since=opened,
            taken_at=taken,
        )

    def _add_input(self, case: int, contact: int, body: str, at: datetime) -> None:
        content = json.dumps({"body": body, "channel": "web"}).encode().hex()
        self._add(
            "intake_rawinput",
            channel="web",
            external_id=f"made-{case}",
            content=f"\\\\x{content}",
            accepted_at=at,
            state="received",
            reason="",
            contact_id=contact,
        )

    def _add_event(
        self, kind: str, at: datetime, case: int, customer: int | None, actor: int, contact: int | None = None
    ) -> None:
        self._add(
            "core_event",
            at=at,
            type=kind,
            subject_type="cases.case",
            subject_id=case,
            customer_id=customer,
            case_id=case,
            contact_id=contact,
            actor_id=actor,
            channel="web",
            is_look="f",
            data="{}",
            incarnation=self.incarnation,
        )


def moments(cases: int, until: datetime, *, years: int) -> Iterator[datetime]:
    """Yield when cases were opened over the years, in order, by the weight of weekdays and hours."""
    draw = random.Random(20260303)
    days = [until - timedelta(days=back) for back in range(years * 365, 0, -1)]
    weights = [WEEKDAYS[day.weekday()] for day in days]
    whole, before, given = sum(weights), 0, 0
    for day, weight in zip(days, weights, strict=True):
        before += weight
        today = cases * before // whole - given
        given += today
        # `until` is midnight in New York.
        seconds = sorted(hour * 3600 + draw.randrange(3600) for hour in draw.choices(range(24), HOURS, k=today))
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
