"""What is typed to a customer and not sent yet is kept for its author; files that go along are stored."""

from collections.abc import Sequence
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import NotFound
from firstpoint.core.files import store_upload
from firstpoint.domain.cases.actions.telling import NOTHING, Given
from firstpoint.domain.cases.models import Case, Reply
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.contacts.models import Attachment, MessageKind
from firstpoint.domain.knowledge.models import ArticleVersion, StandardResponseText
from firstpoint.domain.knowledge.rights import visible_to as articles_visible_to

LONGEST_REPLY = 10_000
Uploads: TypeAlias = "Sequence[UploadedFile[bytes]]"


@action
def save_reply(case_id: int, *, actor: Actor, kind: MessageKind, body: str, given: Given = NOTHING) -> None:
    """Keep what the actor has typed, in place of what they had before; words that are gone take it away.

    Also in a case that was closed or given to somebody else meanwhile: nobody's words are lost. Records nothing: it
    happens every few seconds, and what somebody has not sent is nobody else's business.
    """
    case = _get(case_id, actor)
    if not body.strip() and given == NOTHING:
        drop_reply(case, actor, kind)
        return
    given = checked(given, actor)
    Reply.objects.update_or_create(
        case=case,
        author_id=actor.id,
        kind=kind,
        defaults={
            "body": body.replace("\0", "").replace("\r\n", "\n")[:LONGEST_REPLY],
            "article_version_id": given.article_version_id,
            "response_text_id": given.response_text_id,
            "saved_at": clock.now(),
        },
    )


@action
def discard_reply(case_id: int, *, actor: Actor, kind: MessageKind) -> None:
    """Throw away what the actor typed and did not send."""
    drop_reply(_get(case_id, actor), actor, kind)


def drop_reply(case: Case, author: Actor, kind: MessageKind) -> None:
    """Delete the author's draft, as a part of what makes it needless."""
    Reply.objects.filter(case=case, author_id=author.id, kind=kind).delete()


def stored(uploads: Uploads) -> list[Attachment]:
    """Return unsaved attachments of files that are put into the store. Raises FileTooLarge, FileNotAccepted."""
    files = [store_upload(upload) for upload in uploads]
    return [
        Attachment(name=file.name, content_type=file.content_type, size=file.size, stored_as=file.stored_as)
        for file in files
    ]


def checked(given: Given, giver: Actor) -> Given:
    """Return what backed an answer. Raises NotFound for what the giver cannot have given."""
    versions = ArticleVersion.objects.filter(article__in=articles_visible_to(giver))
    if given.article_version_id and not versions.filter(pk=given.article_version_id).exists():
        raise NotFound
    if given.response_text_id and not StandardResponseText.objects.filter(pk=given.response_text_id).exists():
        raise NotFound
    return given


def _get(case_id: int, actor: Actor) -> Case:
    require(actor, "cases.answer")
    case = visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case
