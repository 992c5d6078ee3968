"""Everything that happens because of an event: the jobs of each event type, and the events that live screens show."""

from collections.abc import Mapping

from procrastinate import App

from firstpoint.channels import tasks as channels
from firstpoint.core.events import Job
from firstpoint.domain.knowledge import tasks as knowledge
from firstpoint.domain.routing import tasks as routing

REACTIONS: Mapping[str, tuple[Job, ...]] = {
    "input.accepted": (channels.receive_input,),
    "input.retried": (channels.receive_input,),
    "message.sent": (channels.deliver_message,),
    "code.issued": (channels.deliver_code,),
    "draft.saved": (channels.deliver_draft_link,),
    "staff.invited": (channels.deliver_invitation,),
    "staff.access_reset": (channels.deliver_invitation,),
    "staff.password_link_requested": (channels.deliver_password_link,),
    "staff.sign_in_changed": (channels.deliver_sign_in_notice,),
    "staff.reviews_fell_due": (channels.deliver_review_list,),
    "change_request.answered": (channels.deliver_request_answer,),
    "notices.fell_due": (channels.deliver_notices,),
    "staff.deactivated": (routing.return_work_of,),
    "offer.asked": (routing.offer_work,),
    "adviser.presence_changed": (routing.offer_work,),
    "article.published": (knowledge.encode_article,),
    "article.put_back": (knowledge.encode_article,),
    "article.changed": (knowledge.encode_article,),
    "article.renamed": (knowledge.encode_article,),
    "case.closed": (routing.follow_case,),
    "case.withdrawn": (routing.follow_case,),
    "case.reopened": (routing.follow_case,),
    "case.enquiry_type_changed": (routing.follow_enquiry_type,),
}

# Live screens are told the noun alone, and read again what they show through their own queries.
LIVE_EVENTS = frozenset(
    {
        "work.placed",
        "work.taken",
        "work.left",
        "work.reassigned",
        "work.moved",
        "work.prioritised",
        "work.restored",
        "offer.made",
        "offer.passed",
        "adviser.presence_changed",
        "queue.overflowed",
        "queue.overflow_ended",
        "case.escalated",
        "case.customer_wrote",
        "case.answered",
        "case.closed",
        "case.reopened",
        "case.withdrawn",
        "message.withdrawn",
        "case.noted",
        "hand_off.offered",
        "hand_off.accepted",
        "hand_off.returned",
        "hand_off.timed_out",
        "hand_off.withdrawn",
        "task.added",
        "task.done",
        "task.undone",
    }
)

# After these, every process reads the catalogue and the articles anew.
PUBLISHING_EVENTS = frozenset(
    {
        "agency.saved",
        "article.changed",
        "article.file_added",
        "article.file_changed",
        "article.file_removed",
        "article.published",
        "article.put_back",
        "article.related",
        "article.renamed",
        "article.translation_confirmed",
        "article.withdrawn",
        "calendar.saved",
        "department.saved",
        "enquiry_type.published",
        "occasion.saved",
        "queue.saved",
        "search.counted",
        "search.encoded",
        "service.saved",
        "skill.saved",
        "synonyms.added",
        "synonyms.changed",
        "synonyms.removed",
        "triage.trained",
    }
)


def on_jobs_ready(app: App) -> None:
    """Let workers poll: the trigger that would wake them on every insert is dropped by a migration."""
    app.worker_defaults = {
        **app.worker_defaults,
        "listen_notify": False,
        "fetch_job_polling_interval": 0.5,
        "delete_jobs": "successful",
    }
