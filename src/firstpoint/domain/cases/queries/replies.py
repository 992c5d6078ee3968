"""What an answer is written from: the drafts of whoever writes, and what the merge fields of a case stand for."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.cases.models import Case, Reply
from firstpoint.domain.catalogue.queries import agency
from firstpoint.domain.contacts.models import Contact, Message, MessageKind
from firstpoint.domain.contacts.queries import Delivered, as_delivered, best_way
from firstpoint.domain.knowledge.models import ArticleVersion, StandardResponseText
from firstpoint.domain.knowledge.queries.merging import fill
from firstpoint.domain.people.models import User


def replies_of(actor: Actor, case: Case) -> dict[str, Reply]:
    """Return what the actor typed in a case and did not send, by kind of message."""
    drafts = Reply.objects.filter(case=case, author_id=actor.id)
    return {reply.kind: reply for reply in drafts.select_related("article_version", "response_text__response")}


def fill_for(case: Case, actor: Actor, text: str, language: str) -> str:
    """Return a text with merge fields as the actor would send it to the customer, its values in the text's language."""
    with override(language):
        return fill(text, merge_values(case, actor), greeting=_("Hello,"))


def fill_for_example(actor: Actor, text: str, language: str) -> dict[str, str]:
    """Return a text as an invented customer gets it: `full` with every value, `bare` with those alone that always are."""
    with override(language):
        always = {"reference": "K7M-4QX-2WPM", "enquiry_type": _("General question"), **_from(actor)}
        due_at = date_format(localtime(clock.now() + timedelta(days=2)), "DATETIME_FORMAT")
        known = {"customer_name": "Rosa Vale", "promise": due_at, "self_service_link": settings.SITE_URL}
        return {
            "full": fill(text, {**always, **known}, greeting=_("Hello,")),
            "bare": fill(text, always, greeting=_("Hello,")),
        }


def merge_values(case: Case, actor: Actor) -> dict[str, str]:
    """Return what the merge fields stand for, in the active language; a promise that has passed is none any more."""
    return {
        "customer_name": case.customer.name if case.customer else "",
        "reference": case.reference,
        "enquiry_type": str(case.version.name),
        "promise": _promise(case),
        "self_service_link": self_service_address(case.version.nudge_url),
        **_from(actor),
    }


def self_service_address(url: str) -> str:
    """Return the whole address of a page that may be one of this site."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def subject_of(case: Case) -> str:
    """Return what stands above every message of a case, in its customer's language."""
    with override(case.language):
        return _("%(name)s: %(reference)s") % {"name": case.version.name, "reference": case.reference}


def preview(case: Case, kind: MessageKind, body: str) -> Delivered:
    """Return what the customer would get, made by what delivers messages."""
    channel, to = best_way(case.customer)
    contact = Contact(channel=channel, language=case.language)
    message = Message(contact=contact, kind=kind, subject=subject_of(case), body=body, language=case.language, to=to)
    return as_delivered(message, case.reference)


def title_of(*, article_version_id: int | None, response_text_id: int | None) -> str:
    """Return what the answer is called that words gave, empty for none."""
    if article_version_id:
        return ArticleVersion.objects.filter(pk=article_version_id).values_list("title", flat=True).first() or ""
    texts = StandardResponseText.objects.filter(pk=response_text_id or 0)
    return texts.values_list("response__name", flat=True).first() or ""


def _from(actor: Actor) -> dict[str, str]:
    """Return what the fields stand for that are about who answers."""
    us = agency()
    return {
        "agency_name": str(us.name) if us else "",
        "agency_phone": us.phone if us else "",
        "adviser_name": _first_name(actor),
    }


def _promise(case: Case) -> str:
    if case.is_closed or case.promise_at < clock.now():
        return ""
    local = localtime(case.promise_at, ZoneInfo(case.version.calendar.time_zone))
    return date_format(local, "DATETIME_FORMAT")


def _first_name(actor: Actor) -> str:
    name = User.objects.filter(pk=actor.id).values_list("name", flat=True).first() or ""
    return name.split()[0] if name.strip() else ""
