"""Change requests: staff and readers ask, whoever writes takes it on, an editor decides, the requester hears back."""

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import check_columns
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.knowledge.actions.writing import check_language
from firstpoint.domain.knowledge.models import Article, ChangeRequest, RequestState
from firstpoint.domain.knowledge.rights import requests_visible_to, require_drafting, visible_to

LONGEST = 4000
LONGEST_REPORT = 1000
ANSWERS = (RequestState.DONE, RequestState.DECLINED)


@action
def request_change(*, actor: Actor, wrong: str, language: str, article: Article | None = None) -> ChangeRequest:
    """Ask for an article to be changed, or for one that is missing. Records change_request.made."""
    require(actor, "knowledge.request")
    check_language(language)
    _check_said(wrong, _("Say what is wrong or missing."))
    asked = ChangeRequest.objects.create(
        article=article, language=language, wrong=wrong.strip(), asked_at=clock.now(), asked_by_id=actor.id
    )
    record("change_request.made", asked, actor=actor)
    return asked


@action
def report_wrong(
    *, actor: Actor, wrong: str, language: str, page: str = "", slug: str = "", reply_to: str = ""
) -> ChangeRequest:
    """Take what a reader says is wrong on a page, as a change request. Records change_request.made.

    `slug` is the article's where the page is one that the reader may see, `reply_to` an e-mail address for the answer.
    """
    require(actor, "knowledge.report")
    check_language(language)
    _check_said(wrong, _("Say what is wrong or missing."), LONGEST_REPORT)
    asked = ChangeRequest(
        article=visible_to(actor).filter(slug=slug).first(),
        language=language,
        wrong=wrong.strip(),
        page=page,
        reply_to=reply_to,
        asked_at=clock.now(),
        asked_by_id=actor.id,
    )
    check_columns(asked)
    asked.save()
    record("change_request.made", asked, actor=actor)
    return asked


@action
def take_request(asked: ChangeRequest, *, actor: Actor) -> None:
    """Take a request on. Records change_request.taken."""
    require_drafting(actor)
    asked = _lock(asked, actor)
    if asked.state != RequestState.OPEN:
        raise DomainError(_("Somebody took this request on already."))
    asked.state, asked.taken_by_id = RequestState.TAKEN, actor.id
    asked.save()
    record("change_request.taken", asked, actor=actor)


@action
def answer_request(asked: ChangeRequest, *, actor: Actor, state: str, answer: str) -> None:
    """Decide a request, done or declined, and tell the requester. Records change_request.answered."""
    require(actor, "knowledge.publish")
    asked = _lock(asked, actor)
    if asked.state in ANSWERS:
        raise DomainError(_("This request was answered already."))
    if state not in ANSWERS:
        raise DomainError(_("Choose whether it is done or declined."))
    _check_said(answer, _("Write an answer: the person who asked reads it."))
    asked.state, asked.answer, asked.answered_at = state, answer.strip(), clock.now()
    asked.taken_by_id = asked.taken_by_id or actor.id
    asked.save()
    record("change_request.answered", asked, actor=actor, data={"state": str(state)})


def _lock(asked: ChangeRequest, actor: Actor) -> ChangeRequest:
    found = requests_visible_to(actor).filter(pk=asked.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound
    return found


def _check_said(text: str, missing: str, most: int = LONGEST) -> None:
    if not text.strip():
        raise DomainError(missing)
    if len(text) > most:
        raise DomainError(_("Use at most %(most)s characters.") % {"most": most})
