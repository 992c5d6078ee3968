"""The site as search engines read it: every public page listed once with its translations, and nothing else."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from pytest_django import DjangoAssertNumQueries

from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.catalogue.tests.make import a_service
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.doors.public.help.views import outside

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SITE = "http://testserver"


def read(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.getvalue())


def addresses(root: ElementTree.Element) -> list[str]:
    return [str(entry.text) for entry in root.iter(f"{MAP}loc")]


def entry_of(root: ElementTree.Element, address: str) -> ElementTree.Element:
    (found,) = [entry for entry in root if entry.findtext(f"{MAP}loc") == address]
    return found


@pytest.mark.req("SS-02")
def test_the_sitemap_lists_each_article_in_each_of_its_languages(client: Client, site: Article) -> None:
    root = read(client, "/sitemap.xml")
    assert root.tag == f"{MAP}urlset"
    card = f"{SITE}/es/articles/get-a-library-card/"
    alternates = {link.get("hreflang"): link.get("href") for link in entry_of(root, card).iter(LINK)}
    assert alternates == {
        "en": f"{SITE}/en/articles/get-a-library-card/",
        "es": card,
        "x-default": f"{SITE}/en/articles/get-a-library-card/",
    }
    assert entry_of(root, card).findtext(f"{MAP}lastmod") == clock.now().isoformat(timespec="seconds")
    assert f"{SITE}/en/articles/library-hours/" in addresses(root)
    assert f"{SITE}/es/articles/library-hours/" not in addresses(root)


def test_the_sitemap_names_only_what_the_public_may_read_and_what_is_there(client: Client, site: Article) -> None:
    listed = addresses(read(client, "/sitemap.xml"))
    assert len(set(listed)) == len(listed)
    assert not any("renew-script" in address for address in listed)
    for path in ("/en/", "/es/services/libraries/", "/en/life-events/moving-here/", "/es/privacy/"):
        assert f"{SITE}{path}" in listed
    for address in listed:
        assert client.get(address.removeprefix(SITE)).status_code == 200


def test_many_pages_are_split_into_files(client: Client, site: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(read(client, "/sitemap.xml"))
    monkeypatch.setattr(outside, "PAGES_PER_FILE", 4)
    index = read(client, "/sitemap.xml")
    assert index.tag == f"{MAP}sitemapindex"
    parts = [addresses(read(client, address.removeprefix(SITE))) for address in addresses(index)]
    assert all(0 < len(part) <= 4 for part in parts)
    assert [address for part in parts for address in part] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_the_sitemap_takes_few_queries_however_many_articles(
    client: Client, site: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        an_article(f"answer-{number:02}", english(f"Answer {number:02}"), spanish(f"Respuesta {number:02}"))
    with django_assert_num_queries(5):
        read(client, "/sitemap.xml")


def test_robots_find_the_sitemap_and_stay_out_of_what_is_a_visitors_own(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.text.splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    for path in ("/desk/", "/en/search/", "/es/track/"):
        assert f"Disallow: {path}" in lines
    assert not any(line in {"Disallow: /", "Disallow: /en/", "Disallow: /en/articles/"} for line in lines)


def told(client: Client, path: str) -> dict[str, Any]:
    """Return what an article's data block says, by type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    assert len(blocks) == 1
    return {part["@type"]: part for part in json.loads(blocks[0])["@graph"]}


@pytest.mark.req("SS-02")
def test_a_question_is_told_with_its_answer(client: Client, site: Article) -> None:
    page = told(client, "/en/articles/library-hours/")["FAQPage"]
    (question,) = page["mainEntity"]
    assert question["name"] == "Library hours"
    assert question["acceptedAnswer"] == {"@type": "Answer", "text": "Nine to five."}
    assert page["inLanguage"] == "en"


@pytest.mark.req("SS-02")
def test_an_article_is_told_with_the_way_to_it(client: Client, site: Article) -> None:
    parts = told(client, "/es/articles/get-a-library-card/")
    article = parts["Article"]
    assert article["headline"] == "Obtenga una tarjeta"
    assert article["url"] == f"{SITE}/es/articles/get-a-library-card/"
    assert article["publisher"]["name"] == "Condado de Alder"
    steps = [step["item"] for step in parts["BreadcrumbList"]["itemListElement"]]
    assert steps == [
        f"{SITE}/es/",
        f"{SITE}/es/services/",
        f"{SITE}/es/services/libraries/",
        f"{SITE}/es/articles/get-a-library-card/",
    ]


@pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "<!--<script>", "a ]]> b \u2028 & c"])
def test_no_words_can_leave_the_data_block(client: Client, site: Article, words: str) -> None:
    an_article("sly", english(words, f"Body {words}"), service=a_service(), kind="faq")
    page = told(client, "/en/articles/sly/")["FAQPage"]
    assert page["name"] == words
    assert "<script>alert" not in client.get("/en/articles/sly/").text


def test_links_within_the_site_carry_their_whole_address_for_paper(client: Client, site: Article) -> None:
    page = client.get("/en/articles/get-a-library-card/").text
    assert f'href="/en/forms/library-card/" data-address="{SITE}/en/forms/library-card/"' in page
