"""What happened, in plain sentences of the desk's language: the one table of words for every event of the journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstpoint.domain.cases.models import Outcome
from firstpoint.domain.cases.queries import TimelineEntry
from firstpoint.domain.contacts.models import Channel, MessageKind
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM_ID

WORDS = {
    "case.opened": _("The case was opened: %(channel)s"),
    "case.customer_wrote": _("The customer wrote: %(channel)s"),
    "case.owner_changed": _("%(who)s became the owner"),
    "case.owner_left": _("%(who)s gave the case back; it has no owner now"),
    "case.answered": _("%(who)s answered the customer"),
    "case.customer_asked": _("%(who)s asked the customer; the clock stands until they write"),
    "case.step_reached": _("%(who)s moved the case to the step “%(step)s”"),
    "case.closed": _("%(who)s closed the case. Outcome: %(outcome)s"),
    "case.withdrawn": _("The customer withdrew the case"),
    "case.reopened": _("The case was opened again by: %(who)s"),
    "case.proved": _("The customer opened the case on the site"),
    "case.viewed": _("%(who)s looked at the case"),
    "contact.received": _("A contact was received: %(channel)s"),
    "message.sent": _("A message was sent: %(kind)s, %(channel)s"),
    "message.left": _("A message was left on the site: %(kind)s"),
    "message.delivered": _("A message was delivered: %(channel)s"),
    "message.failed": _("A message could not be delivered: %(channel)s"),
    "customer.created": _("The customer was added"),
    "customer.viewed": _("%(who)s looked at the customer"),
    "contact_point.verified": _("The customer proved a contact point"),
    "code.issued": _("A one-time code was sent"),
    "code.used": _("A one-time code was used"),
    "code.refused": _("A one-time code was refused"),
    "draft.saved": _("A form was saved for later"),
    "input.accepted": _("Input was accepted: %(channel)s"),
    "input.received": _("Input was read: %(channel)s"),
    "input.quarantined": _("Input was put into quarantine: %(channel)s"),
    "input.retried": _("%(who)s had input read again"),
    "input.discarded": _("%(who)s discarded input"),
    "work.placed": _("The case went into its queue"),
    "work.taken": _("%(who)s took the case from the queue"),
    "work.left": _("The case left its queue"),
    "wait.estimated": _("The wait was estimated"),
    "staff.invited": _("%(who)s invited somebody to the staff"),
    "staff.changed": _("%(who)s changed a member of staff"),
    "staff.access_reset": _("%(who)s reset somebody's access"),
    "staff.deactivated": _("%(who)s deactivated a member of staff"),
    "staff.language_chosen": _("%(who)s chose a language for the desk"),
}

# Each says again what another event of the same moment says.
SAID_BY_ANOTHER = frozenset({"work.taken", "input.received", "contact.received"})

ICONS = {
    "case": "folder",
    "contact": "forum",
    "contact_point": "verified",
    "message": "mail",
    "customer": "person",
    "code": "lock",
    "draft": "edit",
    "work": "hourglass_empty",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: what happened, when, and in which case where that is not plain from the page."""

    at: datetime
    text: str
    icon: str
    reference: str


def lines(entries: Iterable[TimelineEntry], *, steps: Mapping[str, str] | None = None) -> list[Line]:
    """Return the entries of a timeline in words; `steps` names the steps of the case's process map by their codes."""
    return [
        Line(entry.at, sentence(entry, steps or {}), ICONS.get(entry.type.split(".")[0], "info"), entry.reference)
        for entry in entries
        if entry.type not in SAID_BY_ANOTHER
    ]


def sentence(entry: TimelineEntry, steps: Mapping[str, str]) -> str:
    """Say one event as a sentence; a type that has no words yet is named by its code."""
    data = entry.data
    type_ = entry.type
    if type_ == "case.owner_changed" and data.get("owner") is None:
        type_ = "case.owner_left"
    step = str(data.get("step", ""))
    return str(WORDS.get(type_, type_)) % {
        "who": _who(entry),
        "channel": _label(Channel, entry.channel),
        "kind": _label(MessageKind, data.get("kind")),
        "outcome": _label(Outcome, data.get("outcome")),
        "step": steps.get(step, step),
    }


def _who(entry: TimelineEntry) -> str:
    if entry.actor_id == PUBLIC_SITE_ID:
        return str(_("the customer"))
    if entry.actor_id == SYSTEM_ID:
        return str(_("Firstpoint"))
    return entry.actor_name


def _label(choices: type[Channel | MessageKind | Outcome], code: object) -> str:
    return str(choices(code).label) if code in choices.values else ""
