"""Who looks over which article: its owner, and all editors where nobody owns it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from firstpoint.domain.knowledge.models import Article, ArticleVersion
from firstpoint.domain.knowledge.queries.findings import overdue
from firstpoint.domain.people.models import Role, User


def reviewers_of(articles: Collection[int]) -> QuerySet[User]:
    """Return who is to be told that the reviews of these articles fell due."""
    staff = User.objects.filter(is_active=True, is_machine=False)
    of_nobody = Article.objects.filter(Q(owner=None) | ~Q(owner__in=staff), pk__in=articles)
    own = Article.objects.filter(pk__in=articles, owner=OuterRef("pk"))
    return staff.filter(Exists(own) | Q(Exists(of_nobody), roles__contains=[Role.EDITOR])).order_by("pk")


def reviews_waiting_for(user: User) -> QuerySet[ArticleVersion]:
    """Return the articles whose review waits for somebody, the longest first, in their language where there is one."""
    staff = User.objects.filter(is_active=True, is_machine=False)
    waits = Q(article__owner=user)
    if Role.EDITOR in user.roles:
        waits |= ~Q(article__owner__in=staff) | Q(article__owner=None)
    return overdue(user.language).filter(waits)
