"""Words for staff never leave through the public door: every address of the site is read and searched for them."""

from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest

from django.test import Client
from django.urls import URLPattern

from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.knowledge.tests.make import a_file, an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public import urls

pytestmark = pytest.mark.django_db

# Both stand in what staff alone read, side by side: the first is searched for, and pages say again what was.
TYPED, SECRET = "quokkazine", "zorblattery"
CODES = {
    "service": "libraries",
    "event": "moving-here",
    "form": "library-card",
    "form_save": "library-card",
}
# The word, its beginning and a slip of it, in every parameter that any page reads words from.
READ_FROM = ("q", "text", "search", "question", "subject", "body")
ASKED = ["", *(f"?{urlencode(dict.fromkeys(READ_FROM, words))}" for words in (TYPED, "quokka", "quokkazime"))]


def path_of(pattern: URLPattern, *, slug: str, file: int) -> str:
    path = str(pattern.pattern)
    path = path.replace("<slug:slug>", slug).replace("<int:pk>", str(file)).replace("<str:token>", "x")
    return path.replace("<slug:code>", CODES.get(str(pattern.name), "x")).replace("<str:reference>", "x")


@pytest.fixture
def told(site: Article) -> Article:
    """Return an article of which staff are told more, in both languages, beside one that is for them as a whole."""
    an_article(
        "get-a-library-card",
        english(
            "Get a library card",
            "Fill in the form. [Hours](article:library-hours)",
            staff_body=f"Say {TYPED} {SECRET}.",
        ),
        spanish("Obtenga una tarjeta", "Llene el formulario.", staff_body=f"Diga {TYPED}: **{SECRET}**."),
        kind="faq",
    )
    an_article("secret", english(f"About {TYPED} {SECRET}", SECRET), audience=Audience.STAFF, most_asked=1)
    actions.count_words(actor=SYSTEM)
    return site


@pytest.mark.req("KB-01")
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_of_the_site_holds_what_is_for_staff(client: Client, told: Article, language: str) -> None:
    file = a_file(told)
    for pattern, (slug, asked_there) in product(
        urls.urlpatterns, (("get-a-library-card", ASKED), ("secret", ASKED[:1]))
    ):
        path = f"/{language}/{path_of(pattern, slug=slug, file=file.pk)}"
        for asked in asked_there:
            page = text_of(client.get(f"{path}{asked}"))
            assert SECRET not in page, path
            assert TYPED in asked or TYPED not in page, path
        posted = client.post(path, {"helpful": "yes", "text": TYPED, "q": TYPED}, follow=True)
        assert SECRET not in text_of(posted), path


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml", "/robots.txt"])
def test_nothing_for_machines_holds_what_is_for_staff(client: Client, told: Article, path: str) -> None:
    page = text_of(client.get(path))
    assert SECRET not in page and TYPED not in page


def test_what_the_public_may_read_would_be_seen(client: Client, told: Article) -> None:
    an_article("get-a-library-card", english("Get a library card", f"Say {TYPED} {SECRET}."))
    assert SECRET in text_of(client.get("/en/articles/get-a-library-card/"))
    assert SECRET in text_of(client.get(f"/en/search/?q={TYPED}"))


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode(errors="replace").lower())
