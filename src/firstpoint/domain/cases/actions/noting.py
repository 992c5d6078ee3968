"""Staff write notes on a case, and mention each other in them."""

import re

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, Note
from firstpoint.domain.cases.queries.colleagues import colleagues
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind, User

LONGEST_NOTE = 10_000
MENTION = re.compile(r"@(\w[\w.'’-]*(?: \w[\w.'’-]*){0,3})")


@action
def add_note(case_id: int, *, actor: Actor, body: str) -> Note:
    """Write a note that the customer does not see; whoever is mentioned by “@” and their name gets a notice.

    Records case.noted. Raises NotFound for a case that the actor may not see.
    """
    case: Case = lock(actor, "cases.note", case_id)
    body = body.strip()
    if not body:
        raise DomainError(_("Write the note first."))
    if len(body) > LONGEST_NOTE:
        raise DomainError(_("Use at most %(most)s characters.") % {"most": LONGEST_NOTE})
    note = Note.objects.create(case=case, author_id=actor.id, body=body)
    mentioned = [person for person in mentioned_in(body, case) if person.pk != actor.id]
    note.mentioned.set(mentioned)
    give_notice(mentioned, NoticeKind.MENTIONED, case_id=case.pk, by_id=actor.id)
    record("case.noted", case, actor=actor, customer_id=case.customer_id, case_id=case.pk, data={"note": note.pk})
    return note


def mentioned_in(body: str, case: Case) -> list[User]:
    """Return the colleagues whom a text names after an “@”: the longest name that fits, in any case of letters."""
    named = [match.casefold() for match in MENTION.findall(body)]
    if not named:
        return []
    return [
        person
        for person in colleagues(case)
        if any(said == person.name.casefold() or said.startswith(f"{person.name.casefold()} ") for said in named)
    ]
