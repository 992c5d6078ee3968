"""Where articles lead, and what is wrong there: outside by what visits found, inside by what there is at this moment."""

import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.knowledge.models import Article, ArticleVersion, Audience, FormerSlug, LinkState, OutsideLink
from firstpoint.domain.knowledge.rights import visible_to

LINK = re.compile(r'href="((?:https?|article|form):[^"]*)"')
ARTICLE, FORM = "article:", "form:"
# Worth an editor's look, the surest faults first.
TOLD_STATES = (LinkState.BROKEN, LinkState.MOVED, LinkState.FAILING, LinkState.UNKNOWN)

LINKS = "SELECT DISTINCT link FROM knowledge_articleversion CROSS JOIN LATERAL unnest(links) AS link WHERE is_published"


@dataclass(frozen=True, slots=True)
class LinkFault:
    """A link of a published article that needs a look; `found` is what visits came to, None for a link inside."""

    version: ArticleVersion
    url: str
    found: OutsideLink | None = None


def links_of(*safe_htmls: str) -> list[str]:
    """Return the addresses that HTML leads to, outside and inside, each once."""
    found = (html.unescape(match[1]) for each in safe_htmls for match in LINK.finditer(each))
    return list(dict.fromkeys(found))


def broken_inside(actor: Actor) -> list[LinkFault]:
    """Return the links to articles and forms that are not there, or not for those who read the link.

    A few queries, and one for each version of a public article that leads to one for staff.
    """
    links = {link for link in _all_links() if not link.startswith("http")}
    readers = _readers_of({link.removeprefix(ARTICLE) for link in links if link.startswith(ARTICLE)})
    codes = {link.removeprefix(FORM) for link in links if link.startswith(FORM)}
    forms = set(enquiry_types().filter(code__in=codes).values_list("code", flat=True))
    there = {f"{ARTICLE}{slug}" for slug in readers} | {f"{FORM}{code}" for code in forms}
    for_staff = {f"{ARTICLE}{slug}" for slug, audience in readers.items() if audience == Audience.STAFF}
    broken = links - there
    faults = [LinkFault(version, link) for version, link in _holding(actor, broken)]
    # A part for staff may lead there, the words for everybody may not.
    faults += [
        LinkFault(version, link)
        for version, link in _holding(actor, for_staff)
        if version.article.audience == Audience.PUBLIC and link in links_of(version.html)
    ]
    return faults


def _readers_of(slugs: Collection[str]) -> dict[str, str]:
    """Return for whom the published articles of these addresses are; a former address leads to the new one."""
    published = Article.objects.filter(Exists(ArticleVersion.objects.filter(article=OuterRef("pk"), is_published=True)))
    now = published.filter(slug__in=slugs).values_list("slug", "audience")
    former = FormerSlug.objects.filter(slug__in=slugs, article__in=published).values_list("slug", "article__audience")
    return {**dict(former), **dict(now)}


def _holding(actor: Actor, links: Collection[str]) -> Iterator[tuple[ArticleVersion, str]]:
    """Yield the published versions that hold one of the links, with each of these."""
    if links:
        for version in _versions(actor).filter(links__overlap=list(links)):
            yield from ((version, link) for link in version.links if link in links)


def faults_outside(actor: Actor, states: Sequence[str]) -> list[LinkFault]:
    """Return the links outside of published articles whose visits came to one of the states; two queries.

    Ordered by state as they are given, then by article.
    """
    known = {link.url: link for link in OutsideLink.objects.filter(state__in=states)}
    order = list(states)
    faults = [
        (order.index(known[url].state), LinkFault(version, url, known[url])) for version, url in _holding(actor, known)
    ]
    return [fault for _rank, fault in sorted(faults, key=lambda ranked: ranked[0])]


def count_broken(actor: Actor) -> int:
    """Return how many links of published articles are broken, inside and outside."""
    return len(broken_inside(actor)) + len(faults_outside(actor, [LinkState.BROKEN]))


def _versions(actor: Actor) -> QuerySet[ArticleVersion]:
    return (
        ArticleVersion.objects.filter(is_published=True, article__in=visible_to(actor))
        .select_related("article")
        .only("language", "title", "links", "article__slug", "article__audience")
        .order_by("article__slug", "language")
    )


def outside_urls() -> set[str]:
    """Return every address outside that a published article leads to; one query."""
    return {link for link in _all_links() if link.startswith("http")}


def _all_links() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(LINKS)
        return [link for (link,) in cursor.fetchall()]


def due_urls(most: int) -> Sequence[str]:
    """Return the addresses outside that are to be looked at by now, the longest waiting first; one query."""
    due = OutsideLink.objects.filter(next_check_at__lte=clock.now())
    return list(due.order_by("next_check_at", "pk").values_list("url", flat=True)[:most])
