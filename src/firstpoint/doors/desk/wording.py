"""What happened, in plain sentences of the desk's language: the one table of words for every event of the journal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstpoint.domain.cases.models import Outcome
from firstpoint.domain.cases.queries import TimelineEntry
from firstpoint.domain.contacts.models import Channel, MessageKind
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM_ID

WORDS = {
    "case.opened": _("The case was opened: %(channel)s"),
    "case.opened_by_triage": _(
        "The case was opened: %(channel)s. Firstpoint found what it is about, %(confidence)s %% sure"
    ),
    "case.customer_wrote": _("The customer wrote: %(channel)s"),
    "case.owner_changed": _("%(who)s became the owner"),
    "case.owner_left": _("%(who)s gave the case back; it has no owner now"),
    "case.answered": _("%(who)s answered the customer"),
    "case.customer_asked": _("%(who)s asked the customer; the clock stands until they write"),
    "case.step_reached": _("%(who)s moved the case to the step “%(step)s”"),
    "case.moved": _("%(who)s moved the case to another step"),
    "case.enquiry_type_changed": _("%(who)s moved the case to another enquiry type"),
    "case.closed": _("%(who)s closed the case. Outcome: %(outcome)s"),
    "case.withdrawn": _("The customer withdrew the case"),
    "case.reopened": _("The case was opened again by: %(who)s"),
    "case.proved": _("The customer opened the case on the site"),
    "case.viewed": _("%(who)s looked at the case"),
    "case.promise_extended": _("%(who)s moved the day by which the law wants an answer"),
    "case.noted": _("%(who)s wrote a note"),
    "case.party_added": _("%(who)s added somebody to the case"),
    "case.party_removed": _("%(who)s took somebody off the case"),
    "case.linked": _("%(who)s linked another case"),
    "case.unlinked": _("%(who)s untied another case"),
    "case.merged": _("%(who)s merged two cases"),
    "case.split": _("%(who)s split off another matter"),
    "task.added": _("%(who)s added a task"),
    "task.done": _("%(who)s did a task"),
    "task.undone": _("%(who)s put a task back"),
    "hand_off.offered": _("%(who)s offered the case to tier %(to_tier)s"),
    "hand_off.accepted": _("%(who)s accepted the case from tier %(from_tier)s"),
    "hand_off.returned": _("%(who)s gave the case back to tier %(from_tier)s"),
    "hand_off.withdrawn": _("%(who)s took back what was offered to tier %(to_tier)s"),
    "hand_off.timed_out": _("Nobody at tier %(to_tier)s accepted the case in time"),
    "contact.received": _("A contact was received: %(channel)s"),
    "message.sent": _("A message was sent: %(kind)s, %(channel)s"),
    "message.left": _("A message was left on the site: %(kind)s"),
    "message.delivered": _("A message was delivered: %(channel)s"),
    "message.withdrawn": _("%(who)s took a message back before it went out: %(kind)s"),
    "nudge.sent": _("%(who)s sent the self-service link"),
    "nudge.followed": _("The customer followed the self-service link"),
    "contact.logged": _("%(who)s logged a contact: %(channel)s"),
    "contact.unlogged": _("%(who)s took back a contact that was logged"),
    "standard_response.saved": _("%(who)s wrote a standard response"),
    "standard_response.retired": _("%(who)s retired a standard response"),
    "standard_response.restored": _("%(who)s put a standard response back into use"),
    "message.failed": _("A message could not be delivered: %(channel)s"),
    "customer.created": _("The customer was added"),
    "customer.viewed": _("%(who)s looked at the customer"),
    "customer.changed": _("%(who)s changed the facts of the customer"),
    "customer.needs_changed": _("%(who)s changed the access needs of the customer"),
    "customer.consents_changed": _("%(who)s changed what the customer agrees to"),
    "customer.merged": _("%(who)s merged another customer into this one"),
    "customer.merge_undone": _("%(who)s undid a merge: the customers are two again"),
    "customer.match_refused": _("%(who)s found that another customer is somebody else"),
    "customers.searched": _("%(who)s searched for customers"),
    "address.added": _("%(who)s added a new address"),
    "contact_point.added": _("%(who)s added a contact point"),
    "contact_point.removed": _("%(who)s removed a contact point"),
    "contact_point.verified": _("The customer proved a contact point"),
    "identity.proved": _("The customer proved who they are to: %(who)s"),
    "identity.not_proved": _("The customer could not prove who they are to: %(who)s"),
    "code.issued": _("A one-time code was sent"),
    "code.used": _("A one-time code was used"),
    "code.refused": _("A one-time code was refused"),
    "draft.saved": _("A form was saved for later"),
    "input.accepted": _("Input was accepted: %(channel)s"),
    "input.viewed": _("%(who)s looked at input in quarantine"),
    "input.received": _("Input was read: %(channel)s"),
    "input.quarantined": _("Input was put into quarantine: %(channel)s"),
    "input.retried": _("%(who)s had input read again"),
    "input.discarded": _("%(who)s discarded input"),
    "job.retried": _("%(who)s had a failed job run again"),
    "job.abandoned": _("%(who)s gave up a failed job"),
    "work.placed": _("The case went into its queue"),
    "work.taken": _("%(who)s took the case from the queue"),
    "work.left": _("The case left its queue"),
    "work.reassigned": _("%(who)s gave the case to another owner"),
    "work.moved": _("%(who)s put the case into another queue"),
    "work.prioritised": _("%(who)s changed the priority of the case"),
    "work.restored": _("%(who)s undid what was done to the case together with others"),
    "work.batched": _("%(who)s did the same to several cases at once"),
    "work.batch_undone": _("%(who)s undid what was done to several cases at once"),
    "offer.asked": _("The case waits to be offered to an adviser"),
    "offer.made": _("The case was offered to an adviser"),
    "offer.passed": _("An adviser did not take the case that was offered"),
    "case.escalated": _("A promise of the case came into danger; those who should know were told"),
    "case.breach_explained": _("%(who)s said why a promise was missed"),
    "absence.planned": _("%(who)s planned an absence"),
    "absence.cancelled": _("%(who)s called an absence off"),
    "absence.began": _("Somebody is away; their cases went to their deputy"),
    "absence.ended": _("Somebody is here again; their cases came back"),
    "notices.fell_due": _("Somebody was told by e-mail of what is new for them"),
    "escalation.saved": _("%(who)s changed who is told of promises in danger"),
    "escalation.removed": _("%(who)s changed who is told of promises in danger"),
    "queue.overflowed": _("More waits in a queue than its tier can take"),
    "queue.overflow_ended": _("A queue is back with its own tier"),
    "adviser.saved": _("%(who)s changed what an adviser can be given"),
    "adviser.presence_changed": _("%(who)s changed whether an adviser is there"),
    "notices.read": _("%(who)s read their notices"),
    "skill.saved": _("%(who)s changed a skill"),
    "wait.estimated": _("The wait was estimated"),
    "triage.trained": _("%(who)s learned what messages are about"),
    "staff.invited": _("%(who)s invited somebody to the staff"),
    "staff.changed": _("%(who)s changed a member of staff"),
    "staff.access_reset": _("%(who)s reset somebody's access"),
    "staff.deactivated": _("%(who)s deactivated a member of staff"),
    "staff.language_chosen": _("%(who)s chose a language for the desk"),
    "staff.profile_changed": _("%(who)s changed their profile"),
    "staff.password_link_requested": _("Somebody asked for a new password"),
    "staff.signed_in": _("%(who)s signed in"),
    "staff.signed_out": _("%(who)s signed out"),
    "staff.sign_in_refused": _("A sign-in was refused"),
    "staff.sign_in_changed": _("%(who)s changed how they sign in"),
    "agency.saved": _("%(who)s changed the agency"),
    "calendar.saved": _("%(who)s changed a calendar"),
    "department.saved": _("%(who)s changed a department"),
    "enquiry_type.published": _("%(who)s published an enquiry type"),
    "enquiry_type.drafted": _("%(who)s wrote on the draft of an enquiry type"),
    "enquiry_type.draft_published": _("%(who)s finished the draft of an enquiry type"),
    "enquiry_type.draft_discarded": _("%(who)s threw the draft of an enquiry type away"),
    "occasion.saved": _("%(who)s changed a life event"),
    "queue.saved": _("%(who)s changed a queue"),
    "service.saved": _("%(who)s changed a service"),
    "article.published": _("%(who)s published an article"),
    "article.related": _("%(who)s tied articles together"),
    "article.changed": _("%(who)s changed what an article is"),
    "article.file_added": _("%(who)s put a file at an article"),
    "article.file_changed": _("%(who)s replaced a file at an article, or gave it another title"),
    "article.file_removed": _("%(who)s took a file away from an article"),
    "article.renamed": _("%(who)s gave an article another address"),
    "article.withdrawn": _("%(who)s withdrew an article"),
    "article.put_back": _("%(who)s put an article back"),
    "article.withdrawal_scheduled": _("%(who)s chose when an article is withdrawn"),
    "article.translation_confirmed": _("%(who)s found that a translation still holds"),
    "article.draft_started": _("%(who)s began a draft"),
    "article.draft_saved": _("%(who)s saved a draft"),
    "article.draft_set_aside": _("%(who)s wrote what somebody else had changed; both texts were kept"),
    "article.draft_caught_up": _("%(who)s compared a draft with what was published since"),
    "article.draft_returned": _("%(who)s returned a draft"),
    "article.draft_discarded": _("%(who)s discarded a draft"),
    "article.review_asked": _("%(who)s asked for the review of a draft"),
    "article.scheduled": _("%(who)s chose when a draft is published"),
    "article.unscheduled": _("%(who)s put a scheduled draft back into review"),
    "article.reviewed": _("%(who)s looked an article over and found it right"),
    "article.review_due": _("The review of an article fell due"),
    "staff.reviews_fell_due": _("Somebody was told that reviews fell due"),
    "link.judged": _("A link outside was found to be in another state"),
    "change_request.made": _("%(who)s asked for a change of the knowledge"),
    "change_request.taken": _("%(who)s took a change request on"),
    "change_request.answered": _("%(who)s answered a change request"),
    "article.voted": _("A reader said whether an article helped"),
    "article.commented": _("A reader wrote about an article"),
    "comment.settled": _("%(who)s settled what a reader wrote about an article"),
    "comment.put_back": _("%(who)s put back what a reader wrote about an article"),
    "finding.dismissed": _("%(who)s took a finding off the list of the editors"),
    "finding.put_back": _("%(who)s put a finding back on the list of the editors"),
    "article.read": _("An article was read"),
    "search.made": _("Somebody searched the articles"),
    "search.followed": _("A search led to an article"),
    "search.asked": _("A search led to a question"),
    "synonyms.added": _("%(who)s gathered words that mean the same"),
    "synonyms.changed": _("%(who)s changed words that mean the same"),
    "synonyms.removed": _("%(who)s took words apart that meant the same"),
    "search.counted": _("The words of the articles were counted for the search"),
    "search.encoded": _("The article can be found by its meaning"),
}

# Each says again what another event of the same moment says, as do messages of these kinds.
SAID_BY_ANOTHER = frozenset({"work.taken", "offer.asked", "input.received"})
KINDS_SAID_BY_ANOTHER = frozenset({MessageKind.ANSWER, MessageKind.REQUEST, MessageKind.OUTCOME})
SAYING_A_CONTACT = frozenset({"case.opened", "case.customer_wrote"})

ICONS = {
    "case": "folder",
    "contact": "forum",
    "contact_point": "verified",
    "message": "mail",
    "nudge": "launch",
    "customer": "person",
    "address": "home",
    "identity": "verified_user",
    "code": "lock",
    "draft": "edit",
    "work": "hourglass_empty",
    "hand_off": "arrow_forward",
    "task": "check_circle",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: what happened, when, and in which case where that is not plain from the page."""

    at: datetime
    text: str
    icon: str
    reference: str


def lines(entries: Collection[TimelineEntry], *, steps: Mapping[str, str] | None = None) -> list[Line]:
    """Return the entries of a timeline in words, without those that another one says.

    `steps` names the steps of the case's process map by their codes.
    """
    told = {entry.contact_id for entry in entries if entry.type in SAYING_A_CONTACT}
    return [
        Line(entry.at, sentence(entry, steps or {}), ICONS.get(entry.type.split(".")[0], "info"), entry.reference)
        for entry in entries
        if not _is_said_by_another(entry, told)
    ]


def _is_said_by_another(entry: TimelineEntry, told: set[int | None]) -> bool:
    if entry.type == "contact.received":
        return entry.contact_id in told
    if entry.type in ("message.sent", "message.left"):
        return entry.data.get("kind") in KINDS_SAID_BY_ANOTHER
    return entry.type in SAID_BY_ANOTHER


def sentence(entry: TimelineEntry, steps: Mapping[str, str]) -> str:
    """Say one event as a sentence; a type that has no words yet is named by its code."""
    data = entry.data
    type_ = entry.type
    if type_ == "case.opened" and "triage" in data and data["triage"] == data.get("enquiry_type"):
        type_ = "case.opened_by_triage"
    if type_ == "case.owner_changed" and data.get("owner") is None:
        type_ = "case.owner_left"
    step = steps.get(str(data.get("step")), "")
    if type_ == "case.step_reached" and not step:
        type_ = "case.moved"
    return str(WORDS.get(type_, type_)) % {
        "who": _who(entry),
        "channel": _label(Channel, entry.channel),
        "kind": _label(MessageKind, data.get("kind")),
        "outcome": _label(Outcome, data.get("outcome")),
        "step": step,
        "confidence": data.get("confidence", ""),
        "from_tier": data.get("from_tier", ""),
        "to_tier": data.get("to_tier", ""),
    }


def _who(entry: TimelineEntry) -> str:
    if entry.actor_id == PUBLIC_SITE_ID:
        return str(_("the customer"))
    if entry.actor_id == SYSTEM_ID:
        return str(_("Firstpoint"))
    return entry.actor_name


def _label(choices: type[Channel | MessageKind | Outcome], code: object) -> str:
    return str(choices(code).label) if code in choices.values else ""
