"""What an answer can be written from: standard responses and articles that suit a case, ready to be put in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from firstpoint.core.access import Actor
from firstpoint.core.errors import NotFound
from firstpoint.domain.cases.actions import Given
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import thread
from firstpoint.domain.cases.queries.replies import fill_for
from firstpoint.domain.contacts.queries import best_way
from firstpoint.domain.knowledge.models import ArticleVersion, Audience, StandardResponseText
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.knowledge.queries.responses import Suited, suited_responses
from firstpoint.domain.knowledge.queries.words import readable_text
from firstpoint.domain.people.models import public_site
from firstpoint.domain.routing.queries.decisions import words_of
from firstpoint.doors.desk.case.forms import write_given

MOST_ARTICLES = 6
LONGEST_SEARCH, LONGEST_TEXT = 300, 4000


@dataclass(frozen=True, slots=True)
class Offer:
    """Words to answer with. `given` is its name, `link` where the customer can read it, empty for a response."""

    given: str
    title: str
    text: str
    language: str
    link: str = ""
    about: str = ""

    @property
    def linked(self) -> str:
        """The title with the address below."""
        return f"{self.title}\n{self.link}" if self.link else ""


def offers_for(actor: Actor, case: Case, text: str) -> dict[str, Any]:
    """Return what suits the case or the words that are looked for, as `responses` and `articles`."""
    suited = suited_responses(
        actor,
        language=case.language,
        channel=best_way(case.customer)[0],
        service_id=case.enquiry_type.service_id,
        text=text,
    )
    return {
        "responses": [_of_response(case, actor, each) for each in suited],
        "articles": [_of_article(version) for version in _articles(case, text)],
    }


def find_offer(actor: Actor, case: Case, given: Given) -> Offer:
    """Return one offer by what it gives. Raises NotFound."""
    if given.article_version_id:
        version = _public_versions().filter(pk=given.article_version_id).first()
        if version:
            return _of_article(version)
    found = StandardResponseText.objects.filter(is_current=True, response__is_active=True)
    if text := found.filter(pk=given.response_text_id or 0).select_related("response__service").first():
        return _of_response(case, actor, Suited(text.response, text))
    raise NotFound


def _articles(case: Case, text: str) -> Sequence[ArticleVersion]:
    """Return the articles that the words find, best first, then those that belong to the enquiry type."""
    words = text or _first_words(case)
    found = search(public_site(language=case.language), words, case.language, limit=MOST_ARTICLES)
    slugs = [hit.slug for hit in found.hits]
    wanted = Q(article__slug__in=slugs)
    if not text:
        wanted |= Q(article__enquiry_type=case.enquiry_type_id)
    versions = _public_versions().filter(wanted, language=case.language)
    places = {slug: place for place, slug in enumerate(slugs)}
    return sorted(versions, key=lambda version: places.get(version.article.slug, len(places)))[:MOST_ARTICLES]


def _first_words(case: Case) -> str:
    first = thread(case).prefetch_related(None).first()
    said = words_of(first.subject, first.body, case.answers) if first else ""
    with override(case.language):
        return f"{case.version.name} {said}"[:LONGEST_SEARCH]


def _public_versions() -> Any:
    versions = ArticleVersion.objects.filter(is_published=True, article__audience=Audience.PUBLIC)
    columns = ("title", "html", "language", "article__slug", "article__service__name")
    return versions.select_related("article__service").only(*columns)


def _of_article(version: ArticleVersion) -> Offer:
    with override(version.language):
        link = settings.SITE_URL + reverse("public:article", args=[version.article.slug])
    text = readable_text(version.html)[:LONGEST_TEXT]
    about = str(version.article.service.name) if version.article.service else ""
    return Offer(write_given(version.pk, None), version.title, text, version.language, link, about)


def _of_response(case: Case, actor: Actor, suited: Suited) -> Offer:
    text = suited.text
    filled = fill_for(case, actor, text.body, text.language)
    return Offer(
        write_given(None, text.pk), suited.response.name, filled, text.language, about=str(suited.response.service_name)
    )
