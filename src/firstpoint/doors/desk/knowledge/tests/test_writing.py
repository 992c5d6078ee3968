"""What the page on which a draft is written looks up: hints about plain language, and what a link may lead to."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type
from firstpoint.domain.knowledge.actions.writing import LONGEST_BODY
from firstpoint.domain.knowledge.models import ArticleDraft, Audience
from firstpoint.domain.knowledge.tests.drafting import a_draft, written
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

DESK = "/desk/knowledge/"
DRAFT = f"{DESK}articles/report-a-pothole/en/"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor())


@pytest.mark.req("AX-03")
def test_hints_are_about_the_words_as_they_are_written(editor: Client) -> None:
    written(a_draft(), "Short.")
    assert "No sentence has more than 25 words." in editor.get(f"{DRAFT}edit/").text
    hints = editor.post(f"{DRAFT}hints/", {"body": "word " * 30 + "end."})
    assert "These sentences have more than 25 words." in hints.text
    assert "<html" not in hints.text
    assert ArticleDraft.objects.get().body == "Short."
    assert a_desk_of(an_adviser(tier=1)).post(f"{DRAFT}hints/", {"body": ""}).status_code == 404


@pytest.mark.req("KB-01")
def test_links_are_found_by_title_among_articles_and_forms(editor: Client) -> None:
    an_article("water-bill", english("Pay your water bill"))
    an_article("water-notes", english("Water: what to say"), audience=Audience.STAFF)
    a_draft("Water planned")
    an_enquiry_type("water-leak", name={"en": "Report a water leak", "es": "Avise de una fuga de agua"})
    found = editor.get(f"{DESK}link-targets/?q=water").json()
    assert {(target["address"], target["note"]) for target in found["targets"]} == {
        ("article:water-bill", "Article"),
        ("article:water-notes", "Article for staff"),
        ("article:water-planned", "Article, not published"),
        ("form:water-leak", "Form"),
    }
    assert found["told"] == "4 found"
    assert [target["address"] for target in editor.get(f"{DESK}link-targets/?q=fuga").json()["targets"]] == [
        "form:water-leak"
    ]
    nothing = editor.get(f"{DESK}link-targets/?q=%25_%00'").json()
    assert nothing == {"targets": [], "told": "Nothing found under these words"}
    assert a_desk_of(an_adviser(tier=1)).get(f"{DESK}link-targets/?q=water").status_code == 403


def test_the_words_of_a_draft_say_in_which_language_they_are(editor: Client) -> None:
    a_draft(language="es")
    page = editor.get(f"{DESK}articles/report-a-pothole/es/edit/").text
    assert '<textarea name="body"' in page
    assert page.count(' lang="es"') >= 5


@pytest.mark.req("KB-01")
def test_a_text_that_is_too_long_stays_on_the_page(editor: Client) -> None:
    a_draft()
    body = "x" * (LONGEST_BODY + 1)
    told = editor.post(f"{DRAFT}edit/", {"saves": "1", "title": "Long", "body": body, "do": "save"})
    assert told.status_code == 409
    assert "The body has 100001 characters; 100000 is the most." in told.text
    assert f"{body}</textarea>" in told.text
