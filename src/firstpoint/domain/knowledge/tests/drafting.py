"""Drafts for tests, begun and saved as those who write them do."""

from typing import Any

from firstpoint.domain.knowledge.actions import Words, save_draft, start_article
from firstpoint.domain.knowledge.models import ArticleDraft
from firstpoint.domain.people.models import SYSTEM, User


def a_draft(title: str = "Report a pothole", *, actor: User | None = None, language: str = "en") -> ArticleDraft:
    """Begin an article, without a text yet."""
    draft = start_article(actor=actor.acting() if actor else SYSTEM, title=title, language=language)
    return ArticleDraft.objects.select_related("article").get(pk=draft.pk)


def written(draft: ArticleDraft, body: str = "Tell us where it is.", *, actor: User | None = None, **more: Any) -> Any:
    """Save a text in a draft as it stands now, and return it as it stands then."""
    draft.refresh_from_db()
    words = Words(draft.language, more.pop("title", draft.title), body, **more)
    save_draft(draft, actor=actor.acting() if actor else SYSTEM, saves=draft.saves, words=words)
    draft.refresh_from_db()
    return draft
