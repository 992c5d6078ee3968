"""What a text may lead to: articles and forms, found by their titles while a link is made."""

from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries.editing import Row, article_list, rows

MOST_OF_EACH = 6


@dataclass(frozen=True, slots=True)
class Target:
    """An article or a form, under the address that a link to it has in Markdown."""

    address: str
    title: str
    is_form: bool = False
    is_for_staff: bool = False
    is_published: bool = True


def find_targets(actor: Actor, words: str) -> list[Target]:
    """Return the articles and forms whose title, in any language, or address holds the words."""
    articles = rows(list(article_list(actor, search=words)[:MOST_OF_EACH]), actor.language)
    forms = enquiry_types().annotate(names=Cast("current_version__name", TextField()))
    forms = forms.filter(Q(names__icontains=words) | Q(code__icontains=words))[:MOST_OF_EACH]
    return [
        *(_target(row) for row in articles),
        *(Target(f"form:{form.code}", str(form.current_version), is_form=True) for form in forms),
    ]


def _target(row: Row) -> Target:
    return Target(
        f"article:{row.article.slug}",
        row.title,
        is_for_staff=row.article.audience == Audience.STAFF,
        is_published=any(state.published_at for state in row.languages),
    )
