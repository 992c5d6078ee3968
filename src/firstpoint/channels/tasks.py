"""Jobs at the edge: raw input is read, and words are delivered."""

from datetime import timedelta
from email.utils import make_msgid
from math import ceil
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from procrastinate import RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import DataError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstpoint.channels.adapter import Outgoing, Undeliverable, Unreadable
from firstpoint.channels.registry import ADAPTERS
from firstpoint.core import clock
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import references_of
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.customers.actions import digits_of
from firstpoint.domain.customers.models import CodePurpose, ContactPointKind, OneTimeCode
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Draft, RawInput, RawState
from firstpoint.domain.knowledge.models import Audience, ChangeRequest, RequestState
from firstpoint.domain.knowledge.queries.reviewers import reviews_waiting_for
from firstpoint.domain.people.models import SYSTEM, Notice, User
from firstpoint.domain.people.queries import notices_of_mail


class Patience(RetryStrategy):
    """Try again, ever further apart, unless the provider has said that it is no use."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Undeliverable):
            return None
        return super().get_retry_decision(exception=exception, job=job)


# Tries for about a day: a provider is down more often than wrong.
PATIENT = Patience(max_attempts=15, exponential_wait=2, wait=30)
MOST_LISTED = 40


@app.task(name="receive_input", retry=PATIENT)
def receive_input(subject_id: int) -> None:
    """Read one accepted input and place its work; set aside what cannot be read."""
    raw = RawInput.objects.get(pk=subject_id)
    if raw.state != RawState.ACCEPTED:
        return
    parse = ADAPTERS[raw.channel].parse
    try:
        if parse is None:
            raise Unreadable(f"The channel {raw.channel} takes nothing in.")
        intake.receive(raw.pk, parse(bytes(raw.content)), actor=SYSTEM)
    except (Unreadable, DomainError, DataError) as refusal:
        # What the rules or the columns refuse today they refuse tomorrow: a person looks at it.
        intake.quarantine_input(raw.pk, actor=SYSTEM, reason=str(refusal))


@app.task(name="deliver_message", retry=PATIENT)
def deliver_message(subject_id: int) -> None:
    """Send one message through its channel, with a link to where the customer reads and answers it."""
    message = contacts.lock_outgoing(subject_id, actor=SYSTEM)
    if message is None:
        return
    if message.held_until and (left := message.held_until - clock.now()) > timedelta():
        deliver_message.configure(schedule_in={"seconds": ceil(left.total_seconds())}).defer(subject_id=subject_id)
        return
    case = Case.objects.filter(contact_links__contact=message.contact_id).first()
    failure = ""
    try:
        _send(message.contact.channel, letter_of(message, case.reference if case else ""))
    except Undeliverable as undeliverable:
        failure = str(undeliverable)
    contacts.note_delivery(message, actor=SYSTEM, failure=failure)


def letter_of(message: Message, reference: str) -> Outgoing:
    """Return a message about a case as it goes out."""
    with override(message.language):
        path = reverse("public:track") + (f"?reference={reference}" if reference else "")
        label = _("See your case and answer there")
        return _outgoing(message.to, message.subject, message.body, message.language, path, label)


@app.task(name="deliver_code", retry=PATIENT)
def deliver_code(subject_id: int) -> None:
    """Send a one-time code; one without a destination, or too old by now, is sent to nobody."""
    code = OneTimeCode.objects.get(pk=subject_id)
    if not code.destination or code.expires_at <= clock.now():
        return
    with override(code.language):
        if code.purpose == CodePurpose.IDENTITY:
            body = _(
                "Your code is %(digits)s. It is good for 15 minutes. Read it to the adviser with whom you are speaking now,"
                " and to nobody else."
            )
        else:
            body = _(
                "Your code is %(digits)s. It is good for 15 minutes. Nobody from the agency will ever ask you for it."
            )
        body %= {"digits": digits_of(code)}
        _send(code.kind, _outgoing(code.destination, _("Your one-time code"), body, code.language))


@app.task(name="deliver_draft_link", retry=PATIENT)
def deliver_draft_link(subject_id: int) -> None:
    """Send the link at which a saved form can be resumed."""
    draft = Draft.objects.select_related("version").get(pk=subject_id)
    with override(draft.language):
        body = _("Your form “%(name)s” is saved until %(date)s. Open it with this link; a code will be asked for.") % {
            "name": draft.version.name,
            "date": f"{draft.expires_at:%Y-%m-%d}",
        }
        path = reverse("public:draft", args=[draft.token])
        subject = _("Your saved form")
        _send(
            draft.kind,
            _outgoing(draft.destination, subject, body, draft.language, path, _("Go on with the form")),
        )


@app.task(name="deliver_invitation", retry=PATIENT)
def deliver_invitation(subject_id: int) -> None:
    """Send a member of staff the link at which they choose a password, unless they were deactivated meanwhile."""
    user = User.objects.filter(pk=subject_id, is_active=True).first()
    if user is None:
        return
    with override(user.language):
        body = _("Hello %(name)s,\n\nplease choose a password for the desk. The link is good for three days.") % {
            "name": user.name
        }
        subject = _("Your access to the desk")
        _send(
            "email",
            _outgoing(user.email, subject, body, user.language, password_path(user), _("Choose a password")),
        )


@app.task(name="deliver_password_link", retry=PATIENT)
def deliver_password_link(subject_id: int) -> None:
    """Send a link to choose a new password to somebody who asked for it; to nobody who was deactivated meanwhile.

    The site itself stands for an address that nobody here has.
    """
    user = User.objects.get(pk=subject_id)
    if not user.is_active or user.is_machine:
        return
    with override(user.language):
        body = _(
            "Hello %(name)s,\n\nsomebody asked for a new password for the desk under your address. If it was you,"
            " choose one with this link. It is good once and for three days.\n\nIf it was not you, do nothing: your"
            " password stays as it is."
        ) % {"name": user.name}
        subject = _("A new password for the desk")
        _send(
            "email",
            _outgoing(user.email, subject, body, user.language, password_path(user), _("Choose a password")),
        )


@app.task(name="deliver_sign_in_notice", retry=PATIENT)
def deliver_sign_in_notice(subject_id: int) -> None:
    """Tell a member of staff that their way of signing in changed, so that they notice when it was somebody else."""
    user = User.objects.get(pk=subject_id)
    with override(user.language):
        body = _(
            "Hello %(name)s,\n\nyour password or your second factor for the desk was changed just now. If it was not"
            " you, tell an administrator at once."
        ) % {"name": user.name}
        subject = _("Your sign-in to the desk was changed")
        _send("email", _outgoing(user.email, subject, body, user.language))


@app.task(name="deliver_review_list", retry=PATIENT)
def deliver_review_list(subject_id: int) -> None:
    """Send a member of staff one list of the articles whose review waits for them; nothing when none does by now."""
    user = User.objects.filter(pk=subject_id, is_active=True).first()
    waiting = list(reviews_waiting_for(user)[: MOST_LISTED + 1]) if user else []
    if user is None or not waiting:
        return
    with override(user.language):
        lines = [
            f"- {version.title}\n  {settings.SITE_URL}{reverse('desk:article', args=[version.article.slug])}"
            for version in waiting[:MOST_LISTED]
        ]
        more = [_("And more: the list at the desk has them all.")] if len(waiting) > MOST_LISTED else []
        hello = _(
            "Hello %(name)s,\n\nthe review-by date of these articles has passed. Please look each over, then set"
            " the next date."
        ) % {"name": user.name}
        body = "\n\n".join([hello, *lines, *more])
        path = reverse("desk:articles") + "?due=overdue"
        subject = _("Articles to review")
        _send("email", _outgoing(user.email, subject, body, user.language, path, _("See all overdue reviews")))


@app.task(name="deliver_notices", retry=PATIENT)
def deliver_notices(subject_id: int) -> None:
    """Send a member of staff what they have not read yet of the notices of one mail: kinds and references alone."""
    notice = Notice.objects.select_related("user").get(pk=subject_id)
    user, waiting = notice.user, list(notices_of_mail(notice)[: MOST_LISTED + 1])
    if not user.is_active or not waiting:
        return
    references = references_of(user.acting(), {one.case_id for one in waiting if one.case_id})
    with override(user.language):
        lines = [
            f"- {one.get_kind_display()}" + (f": {references[one.case_id]}" if one.case_id in references else "")
            for one in waiting[:MOST_LISTED]
        ]
        more = [_("And more: the list at the desk has them all.")] if len(waiting) > MOST_LISTED else []
        hello = _("Hello %(name)s,\n\nthis is new for you at the desk.") % {"name": user.name}
        body = "\n\n".join([hello, "\n".join(lines), *more])
        subject = _("New at the desk")
        _send(
            "email", _outgoing(user.email, subject, body, user.language, reverse("desk:notices"), _("See all notices"))
        )


@app.task(name="deliver_request_answer", retry=PATIENT)
def deliver_request_answer(subject_id: int) -> None:
    """Tell whoever asked for a change what became of it: staff, or a reader who left an address."""
    asked = ChangeRequest.objects.select_related("asked_by", "article").get(pk=subject_id)
    user = asked.asked_by
    if user.is_machine:
        to, language, path = asked.reply_to, asked.language, ""
    else:
        to, language = (user.email, user.language) if user.is_active else ("", "")
        path = reverse("desk:change_request", args=[asked.pk])
    if not to:
        return
    with override(language):
        decision = _("We changed it.") if asked.state == RequestState.DONE else _("We left it as it is.")
        body = _("You told us that something in our answers was wrong or missing:\n\n%(wrong)s") % {
            "wrong": asked.wrong
        }
        body = "\n\n".join([body, decision, asked.answer])
        if not path and asked.article and asked.article.audience == Audience.PUBLIC:
            path = reverse("public:article", args=[asked.article.slug])
        subject = _("What became of what you told us")
        _send("email", _outgoing(to, subject, body, language, path, _("See it")))


def password_path(user: User) -> str:
    """Return the path at which the user chooses a password, good once and for some days."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )


def _outgoing(to: str, subject: str, body: str, language: str, path: str = "", label: str = "") -> Outgoing:
    return Outgoing(
        to=to,
        subject=subject,
        body=body,
        language=language,
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        action_url=f"{settings.SITE_URL}{path}" if path else "",
        action_label=label,
    )


def _send(channel: str, outgoing: Outgoing) -> None:
    sender = ADAPTERS["sms" if channel == ContactPointKind.PHONE else channel].send
    if sender is None:
        raise Undeliverable(f"The channel {channel} sends nothing.")
    sender(outgoing)
