"""Who may see and change knowledge: the public sees what is meant for it, staff see all that was published.

Drafts are for those who write them: editors, and advisers of tier 2 and above.
"""

from django.db.models import QuerySet

from firstpoint.core.access import Actor, may, require
from firstpoint.core.errors import NotFound, NotPermitted
from firstpoint.domain.knowledge.models import Article, ArticleDraft, Audience, ChangeRequest
from firstpoint.domain.people.models import STAFF_ROLES, Role

DECIDING = frozenset({Role.EDITOR, Role.ADMINISTRATOR, Role.SYSTEM})
DRAFTING_TIER = 2

ALLOWED = {
    "view": frozenset(STAFF_ROLES),
    "publish": DECIDING,
    "draft": DECIDING | {Role.ADVISER},
    "write_responses": DECIDING | {Role.SUPERVISOR},
    "export": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
    "request": frozenset({Role.ADVISER, Role.SUPERVISOR, Role.EDITOR, Role.ADMINISTRATOR}),
    "note": frozenset({Role.PUBLIC_SITE, Role.SYSTEM, *STAFF_ROLES}),
    "see_figures": frozenset({Role.EDITOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR}),
    "count": frozenset({Role.SYSTEM}),
    "vote": frozenset({Role.PUBLIC_SITE, *STAFF_ROLES}),
    "report": frozenset({Role.PUBLIC_SITE}),
    "visit_links": frozenset({Role.SYSTEM}),
    "forget": frozenset({Role.SYSTEM}),
}


def audiences_of(actor: Actor) -> frozenset[str]:
    """Return for whom the articles are that the actor may see."""
    if actor.has_role(Role.SYSTEM, *STAFF_ROLES):
        return frozenset(Audience.values)
    return frozenset({Audience.PUBLIC}) if actor.has_role(Role.PUBLIC_SITE) else frozenset()


def visible_to(actor: Actor) -> QuerySet[Article]:
    """Return the articles that the actor may see."""
    return Article.objects.filter(audience__in=audiences_of(actor))


def may_draft(actor: Actor) -> bool:
    """Say whether the actor may write: those who decide what is published, and advisers from tier 2 on."""
    return actor.has_role(*DECIDING) or (may(actor, "knowledge.draft") and actor.tier >= DRAFTING_TIER)


def require_drafting(actor: Actor) -> None:
    """Raise NotPermitted unless the actor may write."""
    require(actor, "knowledge.draft")
    if not may_draft(actor):
        raise NotPermitted


def drafts_visible_to(actor: Actor) -> QuerySet[ArticleDraft]:
    """Return the drafts that the actor may see: all of them, or none."""
    return ArticleDraft.objects.all() if may_draft(actor) else ArticleDraft.objects.none()


def lock_draft(actor: Actor, pk: int) -> ArticleDraft:
    """Return the draft, locked with its article until the transaction ends. Raises NotPermitted, NotFound.

    The article is locked first, as whoever publishes does.
    """
    require_drafting(actor)
    drafts = drafts_visible_to(actor).filter(pk=pk)
    article = Article.objects.filter(drafts__in=drafts).select_for_update(of=("self",)).first()
    draft = drafts.select_for_update(of=("self",)).first()
    if article is None or draft is None:
        raise NotFound
    draft.article = article
    return draft


def requests_visible_to(actor: Actor) -> QuerySet[ChangeRequest]:
    """Return the change requests that the actor may see: those who write see all, everybody else their own."""
    if may_draft(actor):
        return ChangeRequest.objects.all()
    if may(actor, "knowledge.request"):
        return ChangeRequest.objects.filter(asked_by_id=actor.id)
    return ChangeRequest.objects.none()
