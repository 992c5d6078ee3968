"""The database's own limit: bare psycopg writes the same rows, a transaction to a case, and nothing else.

As many connections as visitors, over as many processes as cores. Statements are prepared, and those of a case go out
together in one pipeline, ids being taken from the sequences on the way: no program that commits each case is quicker.
"""

import json
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from uuid import uuid4

import psycopg

from bench import databases, servers
from bench.load import Round

PUBLIC_SITE = 1
QUESTION = "How do I get a library card?"
EVENT = """
    INSERT INTO core_event
        (at, type, subject_type, subject_id, customer_id, case_id, contact_id, actor_id, channel, is_look, data)
    VALUES (%(now)s, '{type}', '{label}', {subject}, {customer}, {case}, {contact}, 1, 'web', false, '{{}}')
"""
CUSTOMER, CONTACT, MESSAGE, CASE = (
    f"currval('{table}_id_seq')"
    for table in ("customers_customer", "contacts_contact", "contacts_message", "cases_case")
)
ITEM, RAW = "currval('routing_workitem_id_seq')", "currval('intake_rawinput_id_seq')"


def _event(
    event_type: str, label: str, subject: str, *, customer: str = "NULL", case: str = "NULL", contact: str = "NULL"
) -> str:
    return EVENT.format(type=event_type, label=label, subject=subject, customer=customer, case=case, contact=contact)


def _contact(channel: str, direction: str, outcome: str, handler: str) -> str:
    return f"""
        INSERT INTO contacts_contact
            (channel, direction, customer_id, handler_id, enquiry_type_id, language, outcome, at, journey)
        VALUES ('{channel}', '{direction}', {CUSTOMER}, {handler}, %(kind)s, 'en', '{outcome}', %(now)s, '{{}}')
    """


def _message(direction: str, kind: str, author: str, body: str, to: str, delivery: str) -> str:
    return f"""
        INSERT INTO contacts_message
            (contact_id, direction, kind, author_id, subject, body, language, at, "to", delivery, failure)
        VALUES ({CONTACT}, '{direction}', '{kind}', {author}, '', {body}, 'en', %(now)s, {to}, '{delivery}', '')
    """


LINK = f"INSERT INTO cases_casecontact (case_id, contact_id) VALUES ({CASE}, {CONTACT})"
STATEMENTS = [
    """INSERT INTO customers_customer (kind, name, language, preferred_channel, access_needs, consents, created_at)
        VALUES ('person', 'Rosa Vale', 'en', 'email', '{}', '{}', %(now)s)""",
    f"""INSERT INTO customers_contactpoint (customer_id, kind, value, created_at)
        VALUES ({CUSTOMER}, 'email', %(email)s, %(now)s)""",
    f"""INSERT INTO customers_nameword (word, beside, customer_id)
        VALUES ('rosa', '', {CUSTOMER}), ('vale', '', {CUSTOMER}), ('rosa', 'vale', {CUSTOMER})""",
    _event("customer.created", "customers.customer", CUSTOMER, customer=CUSTOMER),
    _contact("web", "inbound", "case", "NULL"),
    _message("inbound", "enquiry", "NULL", "%(question)s", "''", "not_needed"),
    _event("contact.received", "contacts.contact", CONTACT, customer=CUSTOMER, contact=CONTACT),
    f"""INSERT INTO intake_rawinput (channel, external_id, content, accepted_at, state, reason, contact_id)
        VALUES ('web', %(external_id)s, %(raw)s, %(now)s, 'received', '', {CONTACT})""",
    f"""INSERT INTO cases_case (reference, customer_id, enquiry_type_id, version_id, state, channel, language, summary,
            answers, step, opened_at, first_answer_due_at, due_at, customer_wrote_at, outcome, secret_hash)
        VALUES (%(reference)s, {CUSTOMER}, %(kind)s, %(version)s, 'open', 'web', 'en', %(question)s,
            %(answers)s, 0, %(now)s, %(due)s, %(due)s, %(now)s, '', '')""",
    LINK,
    _event("case.opened", "cases.case", CASE, customer=CUSTOMER, case=CASE, contact=CONTACT),
    _contact("email", "outbound", "", str(PUBLIC_SITE)),
    _message("outbound", "receipt", str(PUBLIC_SITE), "%(receipt)s", "%(email)s", "queued"),
    LINK,
    _event("message.sent", "contacts.message", MESSAGE, customer=CUSTOMER, case=CASE, contact=CONTACT),
    f"""INSERT INTO procrastinate_jobs (queue_name, task_name, args)
        VALUES ('default', 'deliver_message', jsonb_build_object('subject_id', {MESSAGE}))""",
    f"""INSERT INTO routing_workitem (case_id, queue_id, tier, state, promise_at, priority, waiting_since)
        VALUES ({CASE}, %(queue)s, 1, 'waiting', %(due)s, 0, %(now)s)""",
    _event("work.placed", "routing.workitem", ITEM, case=CASE),
    _event("input.received", "intake.rawinput", RAW, case=CASE, contact=CONTACT),
]


@dataclass(frozen=True)
class Limit:
    """The side without a web server."""

    database: databases.Database

    def once(self) -> None:
        """Write one case."""
        with psycopg.connect(self.database.application, autocommit=True) as connection:
            write_case(connection, *_general_question(connection))

    def run(self, concurrency: int, seconds: float) -> Round:
        """Write cases over so many connections for so long."""
        processes = min(concurrency, servers.CORES)
        shares = [concurrency // processes + (place < concurrency % processes) for place in range(processes)]
        postmaster = databases.postmaster_id()
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            began, before = time.time() + 1, servers.cpu_seconds(postmaster)
            jobs = [pool.submit(_write, self.database.application, share, began, seconds) for share in shares]
            done = [job.result() for job in jobs]
        spent = servers.cpu_seconds(postmaster) - before
        took = [one for seconds_each, _cpu in done for one in seconds_each]
        return Round(len(took) / seconds, took, 0.0, spent, sum(cpu for _seconds, cpu in done))


def _write(address: str, connections: int, begin: float, seconds: float) -> tuple[list[float], float]:
    """Write over some connections from the moment `begin` on; return how long each case took, and the time spent."""
    took: list[float] = []

    def keep_writing() -> None:
        with psycopg.connect(address, autocommit=True, prepare_threshold=0) as connection:
            ids = _general_question(connection)
            time.sleep(max(0, begin - time.time()))
            end = time.perf_counter() + seconds
            while (began := time.perf_counter()) < end:
                write_case(connection, *ids)
                took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=keep_writing) for _ in range(connections)]
    cpu = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, time.process_time() - cpu


def _general_question(connection: psycopg.Connection) -> tuple[int, int, int]:
    """Return the ids of the general question, of its version and of its queue."""
    return connection.execute(
        "SELECT v.enquiry_type_id, v.id, v.queue_id FROM catalogue_enquirytypeversion v"
        " JOIN catalogue_enquirytype t ON t.current_version_id = v.id WHERE t.code = 'general-question'"
    ).fetchone()


def write_case(connection: psycopg.Connection, kind: int, version: int, queue: int) -> None:
    """Write and commit one case."""
    name, now = uuid4().hex, datetime.now(UTC)
    values = {
        "now": now,
        "due": now + timedelta(days=1),
        "email": f"{name[:12]}@mail.example",
        "question": QUESTION,
        "answers": json.dumps({"question": QUESTION}),
        "receipt": "We have received: General question.\nYour reference is in the subject.\n\n" + 3 * QUESTION,
        "raw": json.dumps({"question": QUESTION, "body": QUESTION, "external_id": name, "channel": "web"}).encode() * 2,
        "external_id": f"{name}.{name}",
        "reference": name[:12].upper(),
        "kind": kind,
        "version": version,
        "queue": queue,
    }
    with connection.pipeline(), connection.transaction():
        for statement in STATEMENTS:
            connection.execute(statement, values)
