"""Files at an article as its readers get them: named with type and size, downloaded, never opened inside the site."""

import re

import pytest

from django.test import Client

from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.knowledge.tests.make import a_file, a_pdf, an_article, english
from firstpoint.domain.people.models import SYSTEM

pytestmark = pytest.mark.django_db

CARD = "/en/articles/get-a-library-card/"


@pytest.mark.req("KB-01")
@pytest.mark.req("SS-02")
def test_a_reader_downloads_a_file(client: Client, site: Article) -> None:
    a_file(site, "form.pdf", title="Application <form>")
    a_file(site, "formulario.pdf", language="es", title="Solicitud")
    page = client.get(CARD).content.decode()
    assert "Application &lt;form&gt;" in page and "Solicitud" not in page
    assert "(PDF, 309\xa0bytes)" in page
    (link,) = re.findall(r'href="(/en/articles/get-a-library-card/files/\d+/)"', page)
    response = client.get(link)
    assert b"".join(response).startswith(b"%PDF")  # type: ignore[arg-type]
    assert response.headers["Content-Disposition"] == 'attachment; filename="form.pdf"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert "Solicitud" in client.get("/es/articles/get-a-library-card/").content.decode()


def test_a_page_shown_in_another_language_leads_to_the_files_of_its_words(client: Client, site: Article) -> None:
    hours = Article.objects.get(slug="library-hours")
    file = a_file(hours, title="Calendar")
    page = client.get("/es/articles/library-hours/").content.decode()
    assert f'files/{file.pk}/" lang="en">' in page and "Calendar</a>" in page
    assert client.get(f"/es/articles/library-hours/files/{file.pk}/").status_code == 200


def test_the_address_stays_when_the_file_is_replaced_and_follows_a_new_name(client: Client, site: Article) -> None:
    file = a_file(site, title="The form")
    address = f"{CARD}files/{file.pk}/"
    client.get(CARD)
    actions.change_file(file, actor=SYSTEM, upload=a_pdf("next.pdf", b"next year"))
    assert b"next year" in b"".join(client.get(address))  # type: ignore[arg-type]
    actions.rename_article(site, actor=SYSTEM, slug="library-card")
    moved = client.get(address)
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/en/articles/library-card/files/{file.pk}/")
    actions.remove_file(file, actor=SYSTEM)
    assert client.get(moved.headers["Location"]).status_code == 404
    assert "The form" not in client.get("/en/articles/library-card/").content.decode()


def test_what_the_public_may_not_read_it_may_not_download(client: Client, site: Article) -> None:
    file = a_file(site)
    address = f"{CARD}files/{file.pk}/"
    assert client.get(address).status_code == 200
    actions.withdraw_article(site, actor=SYSTEM)
    assert client.get(address).status_code == 404
    actions.put_back_article(site, actor=SYSTEM)
    actions.change_facts(site, actor=SYSTEM, changes=site.changes, audience=Audience.STAFF)
    assert client.get(address).status_code == 404
    assert client.get(f"/en/articles/library-hours/files/{file.pk}/").status_code == 404


@pytest.mark.req("KB-01")
@pytest.mark.parametrize("language", ["en", "es"])
def test_related_articles_are_those_that_readers_may_read(client: Client, site: Article, language: str) -> None:
    gone = an_article("gone", english("Gone for good"))
    hours = Article.objects.get(slug="library-hours")
    actions.relate_articles(site, actor=SYSTEM, related=[hours, gone, Article.objects.get(slug="renew-script")])
    actions.withdraw_article(gone, actor=SYSTEM)
    page = client.get(f"/{language}/articles/get-a-library-card/").content.decode()
    assert "Library hours" in page
    assert "Gone for good" not in page and "Renewals script" not in page
    assert ('<li lang="en"><a href="/es/articles/library-hours/"' in page) == (language == "es")


@pytest.mark.req("SS-02")
@pytest.mark.parametrize(("language", "code"), [("en", "library-card"), ("es", "library-card")])
def test_the_form_is_a_button_on_the_page(client: Client, site: Article, language: str, code: str) -> None:
    page = client.get(f"/{language}/articles/get-a-library-card/").content.decode()
    assert re.search(rf'<a class="usa-button" href="/{language}/forms/{code}/">\w+', page)
