"""The help pages as people and machines read them: found, in both languages, leaving no trace, and cheap to make."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from firstpoint.core import clock
from firstpoint.core.errors import Stale
from firstpoint.core.published import forget
from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.catalogue.tests.make import a_service, an_agency
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.routing.models import WaitEstimate
from firstpoint.doors.public.base import page as page_of_the_site

pytestmark = pytest.mark.django_db

PAGES = {
    "": 1,
    "search/": 1,
    "search/?q=card": 2,
    "search/?q=nothing+like+it": 1,
    "services/": 1,
    "services/libraries/": 6,
    "life-events/": 1,
    "life-events/moving-here/": 5,
    "articles/get-a-library-card/": 1,
    "privacy/": 1,
    "accessibility/": 1,
}


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.req("SS-09")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("path", "queries"), PAGES.items())
def test_every_page_is_there_in_both_languages_without_a_trace_in_few_queries(
    client: Client, site: Article, django_assert_num_queries: Any, language: str, path: str, queries: int
) -> None:
    if (language, path) == ("es", "search/?q=card"):
        path = "search/?q=tarjeta"
    client.get(f"/{language}/{path}")  # what a process keeps until something is published
    with django_assert_num_queries(queries):
        response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    bare = path.partition("?")[0]
    assert f'<link rel="canonical" href="http://testserver/{language}/{bare}">' in page
    for other in ("en", "es"):
        assert f'<link rel="alternate" hreflang="{other}" href="http://testserver/{other}/{bare}">' in page
    assert f'<link rel="alternate" hreflang="x-default" href="http://testserver/en/{bare}">' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(("path", "queries"), [("", 4), ("articles/get-a-library-card/", 5)])
def test_the_first_visitor_after_a_publication_does_not_wait_long(
    client: Client, site: Article, django_assert_max_num_queries: Any, path: str, queries: int
) -> None:
    forget()
    with django_assert_max_num_queries(queries):
        assert client.get(f"/en/{path}").status_code == 200


@pytest.mark.req("SS-01")
@pytest.mark.req("SS-02")
def test_the_front_page_leads_everywhere(client: Client, site: Article) -> None:
    page = read(client, "/en/")
    for path in (
        "search/",
        "articles/get-a-library-card/",
        "services/libraries/",
        "life-events/moving-here/",
        "ask/",
        "track/",
        "privacy/",
        "accessibility/",
    ):
        assert f'"/en/{path}"' in page
    assert "Renewals script" not in page


@pytest.mark.req("SS-10")
@pytest.mark.parametrize(
    ("hour", "seconds", "language", "told"),
    [
        (15, None, "en", ["Open now", "8 a.m.", "(555) 555-0100"]),
        (3, 900, "en", ["Closed now", "less than an hour"]),
        (15, 3 * 3600, "en", ["about 3 hours of opening time"]),
        (15, 3600, "en", ["about 1 hour of opening time"]),
        (15, 24 * 3600, "en", ["about 3 working days"]),
    ],
)
def test_the_front_page_says_who_is_there_and_how_long_it_takes(
    client: Client, site: Article, hour: int, seconds: int | None, language: str, told: list[str]
) -> None:
    if seconds is not None:
        WaitEstimate.objects.create(pk=1, first_answer_seconds=seconds, waiting=3, made_at=clock.now())
    with clock.frozen(datetime(2026, 3, 3, hour, 0, tzinfo=UTC)):
        page = read(client, f"/{language}/")
    for words in told:
        assert words in page
    if seconds is None:
        assert "A question sent now" not in page


@pytest.mark.req("SV-01")
def test_a_service_shows_what_it_is_its_answers_and_its_forms(client: Client, site: Article) -> None:
    page = read(client, "/en/services/libraries/")
    for words in ("Books and rooms for everybody.", "Lending, rooms, help.", "(555) 555-0101", "Library department"):
        assert words in page
    assert '"/en/forms/library-card/"' in page
    assert '"/en/articles/library-hours/"' in page
    assert "Renewals script" not in page


@pytest.mark.req("SS-01")
def test_a_life_event_shows_its_services_and_answers(client: Client, site: Article) -> None:
    page = read(client, "/es/life-events/moving-here/")
    assert "Me mudo aquí" in page
    assert '"/es/services/libraries/"' in page
    assert "Obtenga una tarjeta" in page


def test_a_service_with_many_answers_has_pages(client: Client, site: Article, django_assert_num_queries: Any) -> None:
    for number in range(45):
        an_article(f"answer-{number:02}", english(f"Answer {number:02}"), service=a_service())
    with django_assert_num_queries(6):
        page = read(client, "/en/services/libraries/?page=3")
    assert "Answer 44" in page
    assert "Answer 10" not in page
    assert "page=2" in page
    assert "Answer 44" in read(client, "/en/services/libraries/?page=99")


def test_a_service_no_longer_in_use_is_not_found(client: Client, site: Article) -> None:
    Service.objects.filter(code="libraries").update(is_active=False)
    assert "Page not found" in read(client, "/en/services/libraries/", 404)
    assert "Libraries" not in read(client, "/en/articles/get-a-library-card/")


@pytest.mark.parametrize("path", ["services/none/", "life-events/none/", "articles/none/", "articles/renew-script/"])
def test_what_is_not_there_gets_a_page_that_helps(client: Client, site: Article, path: str) -> None:
    page = read(client, f"/en/{path}", 404)
    assert "Page not found" in page
    assert 'name="q"' in page
    assert '"/en/ask/"' in page


@pytest.mark.parametrize("path", ["", "services/", "life-events/", "search/"])
def test_an_empty_site_still_has_its_pages(client: Client, path: str) -> None:
    an_agency()
    page = read(client, f"/en/{path}")
    assert '"/en/ask/"' in page


def test_the_notices_name_the_agency(client: Client, site: Article) -> None:
    assert "What Alder County does with what you tell us" in read(client, "/en/privacy/")
    assert "mailto:help@aldercounty.example" in read(client, "/en/privacy/")
    assert "Alder County wants everybody" in read(client, "/en/accessibility/")


def test_pages_carry_no_script_or_style_of_their_own(client: Client, site: Article) -> None:
    for path in PAGES:
        # A data block for search engines is none: no browser runs it.
        page = read(client, f"/en/{path}").replace('<script type="application/ld+json">', "")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on\w+=", page)


def test_what_a_rule_forbids_is_told_on_a_page_of_its_own(client: Client, site: Article, rf: RequestFactory) -> None:
    @page_of_the_site
    def forbidden(request: HttpRequest) -> HttpResponse:
        raise Stale

    request = rf.get("/en/services/")
    request.session = client.session
    response = forbidden(request)
    assert response.status_code == 409
    assert "Somebody else changed this" in response.content.decode()
