"""Input for tests: what the public site hands over, and raw input in each of its states."""

from typing import Any
from uuid import uuid4

from firstpoint.domain.catalogue.tests.make import a_general_question, an_agency
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.intake import actions
from firstpoint.domain.intake.models import Draft, Incoming, RawInput, Sender
from firstpoint.domain.people.models import SYSTEM, public_site

UNREADABLE = b"\xff\xfe not a stored form"


def an_incoming(
    *, name: str = "Rosa Vale", email: str = "rosa@mail.example", phone: str = "", **overrides: Any
) -> Incoming:
    """Return a question as the public site hands it over; the sender is anonymous with name and e-mail empty."""
    an_agency()
    a_general_question()
    given: dict[str, Any] = {
        "channel": Channel.WEB,
        "language": "en",
        "body": "How do I get a library card?",
        "sender": Sender(name, email, phone),
    }
    return Incoming(**given | overrides)


def an_accepted_input(content: bytes | None = None, *, channel: str = Channel.WEB) -> RawInput:
    """Accept raw input that a worker has still to read."""
    return actions.accept(
        actor=SYSTEM,
        channel=channel,
        external_id=uuid4().hex,
        content=an_incoming().to_bytes() if content is None else content,
    )


def a_quarantined_input() -> RawInput:
    """Accept something that cannot be read, and set it aside."""
    raw = an_accepted_input(UNREADABLE)
    actions.quarantine_input(raw.pk, actor=SYSTEM, reason="This is not a form that the site has stored.")
    raw.refresh_from_db()
    return raw


def a_draft(**overrides: Any) -> Draft:
    """Save a half-filled form whose link goes to an e-mail address."""
    an_agency()
    given = {
        "version": a_general_question(),
        "kind": "email",
        "destination": "rosa@mail.example",
        "language": "en",
        "answers": {"question": "How do I"},
        "journey": {},
    }
    return actions.save_draft(actor=public_site(), **given | overrides)
