"""Whoever types exactly what an article is called gets that article first, and others below it."""

import pytest

from bench.search import codes
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service
from firstpoint.domain.knowledge.actions import count_words
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site

pytestmark = pytest.mark.django_db

LONG = "Permits and fences, fences and permits. " * 80


@pytest.fixture
def _fences() -> None:
    for number in range(12):
        an_article(
            f"fence-{number}",
            english(f"Fence fence permit {number}", "Fence permit. Permit fence.", keywords=["permit"]),
        )
    an_article(
        "right", english("Fence permit", LONG, keywords=("hedge law", "Zaun")), spanish("Permiso de cerca", "Pida.")
    )
    count_words(actor=SYSTEM)


def first(text: str, language: str = "en") -> str:
    return search(public_site(), text, language).hits[0].slug


@pytest.mark.usefixtures("_fences")
@pytest.mark.parametrize("asked", ["Fence permit", "fence PERMIT?", " fence  permit ", "Hedge law", "zaun", "right"])
def test_title_keyword_and_address_come_first(asked: str) -> None:
    assert first(asked) == "right"


@pytest.mark.usefixtures("_fences")
def test_others_stand_below() -> None:
    assert search(public_site(), "fence permit", "en").total == 13
    assert first("permiso de cerca", "es") == "right"


@pytest.mark.usefixtures("_fences")
def test_a_name_with_a_typo_is_still_the_name() -> None:
    found = search(public_site(), "fence permitt", "en")
    assert (found.mended, found.hits[0].slug) == ("fence permit", "right")


def test_a_name_that_is_for_staff_is_nobody_elses() -> None:
    an_article("script", english("Quiet handling", "Zanzibar."), audience=Audience.STAFF)
    assert search(public_site(), "quiet handling", "en").total == 0


def test_names_numbers_and_codes_come_first() -> None:
    documents, queries = codes.make()
    for document in documents:
        an_article(document.slug, english(document.title, document.body))
    count_words(actor=SYSTEM)
    asked = [query for each in queries.values() for query in each]
    right = sum(first(query.text) in query.right for query in asked)
    assert len(asked) == 200
    assert right >= 198


class TestNarrowing:
    """What was found is counted by service and audience, and narrowed to them."""

    @pytest.fixture(autouse=True)
    def _of_services(self) -> None:
        a_catalogue()
        libraries, buses = a_service("libraries"), a_service("buses")
        for number in range(3):
            an_article(f"card-{number}", english(f"Card {number}"), service=libraries)
        an_article("fare", english("Fare card"), service=buses)
        an_article("staff", english("Card rules"), service=buses, audience=Audience.STAFF)
        an_article("none", english("Card"))

    def test_counts_are_of_what_is_found(self) -> None:
        found = search(public_site(), "card", "en", is_counted=True)
        assert (found.total, found.services) == (5, {"libraries": 3, "buses": 1})
        assert len(found.article_ids) == 5

    def test_narrowed_to_a_service_others_are_still_counted(self) -> None:
        found = search(public_site(), "card", "en", limit=2, offset=2, service="libraries")
        assert (found.total, len(found.hits), found.services) == (3, 1, {"libraries": 3, "buses": 1})

    def test_staff_narrow_to_an_audience(self) -> None:
        found = search(SYSTEM, "card", "en", audience=Audience.STAFF)
        assert ([hit.slug for hit in found.hits], found.audiences) == (["staff"], {"public": 5, "staff": 1})
        assert found.services == {"buses": 1}
        assert search(public_site(), "card", "en", audience=Audience.STAFF).total == 0

    def test_an_unknown_service_finds_nothing(self) -> None:
        assert search(public_site(), "card", "en", service="zeppelins").total == 0
        assert Article.objects.count() == 6
