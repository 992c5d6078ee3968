"""The editors' list of things to do: each finding acts with one press of a button, and is gone then."""

import re
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ChangeRequest, Dismissal
from firstpoint.domain.knowledge.queries.meaning import is_on
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.knowledge.tests.model import needs_model
from firstpoint.domain.knowledge.tests.noting import a_search
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

DESK = "/desk/knowledge/"
# One more counts what waits to be found by meaning.
LIST_QUERIES, COMMENT_QUERIES = 21 + is_on("en"), 6
ALL_KINDS = ("unanswered", "asked", "low", "stale", "overdue")


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor())


def press(desk: Client, address: str, button: str, about: str, *, on: str = DESK) -> Any:
    """Press a button of the page as a browser does, with everything that its form holds."""
    page = desk.get(on).text
    for form in re.findall(r"<form action=\"([^\"]+)\" method=\"post\">(.*?)</form>", page, re.DOTALL):
        action, inside = form
        if button in inside and f": {about}<" in inside and address in action:
            fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', inside))
            return desk.post(action, fields, follow=True, headers={"Referer": f"http://testserver{on}"})
    raise AssertionError(f"{on} has no button {button!r} about {about!r}")


def all_findings() -> None:
    """Have one finding of each kind."""
    with clock.frozen(clock.now() - timedelta(days=9)):
        an_article("bill", english(), spanish())
        an_article("leak", english("A leak"), review_by=clock.now().date())
        an_article("dog", english("A dog"))
        an_article("bill", english(title="Pay a bill"))
    a_search("burn permit", total=0)
    a_search("water meter", opened="leak", asked=True)
    for _number in range(5):
        actions.vote("dog", actor=public_site(), language="en", helpful=False)
    actions.sum_days(actor=SYSTEM, days=1)


@pytest.mark.req("KB-05")
def test_a_search_without_an_answer_becomes_an_article_in_one_step(editor: Client) -> None:
    all_findings()
    page = press(editor, "/do/write/", "Write an article", "burn permit")
    assert "The draft is begun." in page.text
    assert 'value="Burn permit"' in page.text
    assert ArticleDraft.objects.get().title == "Burn permit"
    assert "burn permit" not in editor.get(f"{DESK}findings/unanswered/").text


@pytest.mark.req("KB-04")
def test_words_without_an_answer_are_brought_along_to_become_synonyms(editor: Client) -> None:
    all_findings()
    address = f"{DESK}synonyms/new/?language=en&amp;words=burn%20permit"
    assert f'href="{address}"' in editor.get(DESK).text
    assert "burn permit</textarea>" in editor.get(address.replace("&amp;", "&")).text


@pytest.mark.req("KB-05")
def test_nothing_to_do_takes_off_the_list_and_can_be_undone(editor: Client) -> None:
    all_findings()
    page = press(editor, "/do/dismiss/", "Nothing to do", "burn permit")
    assert "It is off the list for 90 days." in page.text
    assert "Every search found a good answer." in page.text
    off = f"{DESK}findings/off/"
    assert "burn permit" in editor.get(off).text
    back = press(editor, "/do/put-back/", "Put back", "burn permit", on=off)
    assert "It stands on the list again." in back.text
    assert not Dismissal.objects.exists()
    assert "burn permit" in editor.get(DESK).text


@pytest.mark.req("KB-05")
def test_a_search_followed_by_a_contact_leads_to_the_article_that_did_not_answer(editor: Client) -> None:
    all_findings()
    page = press(editor, "/do/improve/", "Improve the article", "water meter")
    assert page.request["PATH_INFO"] == f"{DESK}articles/leak/en/edit/"
    assert "water meter" not in editor.get(DESK).text


@pytest.mark.req("KB-06")
def test_an_article_that_helps_few_is_improved_or_left(editor: Client) -> None:
    all_findings()
    assert "Every article helps most of its readers." not in editor.get(DESK).text
    press(editor, "/do/dismiss/", "Nothing to do", "A dog")
    assert "Every article helps most of its readers." in editor.get(DESK).text
    press(editor, "/do/put-back/", "Put back", "dog", on=f"{DESK}findings/off/")
    page = press(editor, "/do/draft/", "Improve the article", "A dog")
    assert page.request["PATH_INFO"] == f"{DESK}articles/dog/en/edit/"
    assert "Every article helps most of its readers." in editor.get(DESK).text


@pytest.mark.req("KB-03")
def test_a_stale_translation_is_brought_up_to_date_or_found_right(editor: Client) -> None:
    all_findings()
    press(editor, "/do/still-right/", "It is still right", "Pague el agua")
    assert "Every translation is up to date." in editor.get(DESK).text
    an_article("bill", english(title="Pay the bill"))
    page = press(editor, "/do/draft/", "Bring it up to date", "Pague el agua")
    assert page.request["PATH_INFO"] == f"{DESK}articles/bill/es/edit/"
    assert "Every translation is up to date." in editor.get(DESK).text


@pytest.mark.req("KB-01")
def test_an_overdue_review_is_noted_in_one_step(editor: Client) -> None:
    all_findings()
    page = press(editor, "/do/reviewed/", "It is still right", "A leak", on=f"{DESK}findings/overdue/")
    assert "The next one is due in a year." in page.text
    assert "No review is overdue." in page.text
    day = Article.objects.get(slug="leak").review_by
    assert day is not None and day.year == clock.now().year + 1


def test_each_kind_has_a_page_of_its_own(editor: Client) -> None:
    all_findings()
    for kind in ALL_KINDS:
        page = editor.get(f"{DESK}findings/{kind}/")
        assert page.status_code == 200
        assert "<tbody>" in page.text, kind
    assert editor.get(f"{DESK}findings/none/").status_code == 404
    assert editor.post(f"{DESK}findings/do/none/").status_code == 404


def test_the_list_shows_the_first_of_many(editor: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    all_findings()
    editor.get(DESK)
    with django_assert_num_queries(LIST_QUERIES):
        editor.get(DESK)
    for number in range(7):
        a_search(f"thing {number}", total=0)
    with django_assert_num_queries(LIST_QUERIES):
        page = editor.get(DESK).text
    assert page.count("nothing was found") == 5
    assert "findings/unanswered/" in page
    assert editor.get(f"{DESK}findings/unanswered/").text.count("nothing was found") == 8


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("write", {}),
        ("write", {"kind": "unanswered", "language": "en", "words": "!!!"}),
        ("write", {"kind": "unanswered", "language": "xx", "words": "water"}),
        ("dismiss", {"kind": "low", "language": "en", "slug": "nothing"}),
        ("improve", {"kind": "asked", "language": "en", "words": "x", "slug": ""}),
        ("put-back", {"number": "x"}),
        ("put-back", {"number": "9" * 30}),
        ("draft", {"slug": "bill", "language": "xx"}),
        ("still-right", {"slug": "bill", "language": "es", "number": "-1"}),
        ("reviewed", {"slug": "\0"}),
    ],
)
def test_what_is_no_finding_is_told_and_changes_nothing(editor: Client, do: str, fields: dict[str, str]) -> None:
    all_findings()
    response = editor.post(f"{DESK}findings/do/{do}/", fields, headers={"Referer": f"http://testserver{DESK}"})
    assert response.status_code == 302
    assert response.headers["Location"].endswith(DESK)
    assert "usa-alert--error" in editor.get(DESK).text
    assert not Dismissal.objects.exists()
    assert not ArticleDraft.objects.exists()


def test_findings_are_for_those_who_write() -> None:
    all_findings()
    junior, specialist = a_desk_of(an_adviser(tier=1)), a_desk_of(an_adviser(tier=2))
    for path in ("findings/low/", "findings/off/", "comments/"):
        assert junior.get(DESK + path).status_code == 403
        assert specialist.get(DESK + path).status_code == 200
    page = specialist.get(DESK).text
    assert "Write an article" in page
    assert "It is still right" not in page
    assert specialist.post(f"{DESK}findings/do/reviewed/", {"slug": "leak"}).status_code == 403


def a_comment(text: str, *, helpful: bool = False) -> Any:
    return actions.comment_on_article("bill", actor=public_site(), language="en", helpful=helpful, text=text)


@pytest.mark.req("KB-06")
@pytest.mark.req("KB-02")
def test_a_comment_becomes_a_change_request_in_one_step(editor: Client) -> None:
    all_findings()
    a_comment("No word <b>about</b> cards.")
    listed = editor.get(f"{DESK}comments/?article=bill&vote=no").text
    assert "No word &lt;b&gt;about&lt;/b&gt; cards." in listed
    assert "Pay a bill" in listed and "Version 2, English" in listed
    page = press(editor, "/ask/", "Ask for a change", "No word &lt;b&gt;about&lt;/b&gt; cards.", on=f"{DESK}comments/")
    asked = ChangeRequest.objects.get()
    assert page.request["PATH_INFO"] == f"{DESK}requests/{asked.pk}/"
    assert asked.wrong == "No word <b>about</b> cards."
    assert "No comment here" in editor.get(f"{DESK}comments/").text
    assert f"{DESK}requests/{asked.pk}/" in editor.get(f"{DESK}comments/?state=all").text


@pytest.mark.req("KB-06")
def test_a_comment_is_settled_and_put_back(editor: Client) -> None:
    all_findings()
    a_comment("Thank you.", helpful=True)
    assert "No comment here" in editor.get(f"{DESK}comments/?vote=no").text
    assert "No comment here" in press(editor, "/settle/", "Nothing to do", "Thank you.", on=f"{DESK}comments/").text
    every = f"{DESK}comments/?state=all"
    assert "waits to be read again" in press(editor, "/settle/", "Put back", "Thank you.", on=every).text
    assert "Nothing to do" in editor.get(f"{DESK}comments/").text


def test_comments_cost_the_same_however_many(editor: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    all_findings()
    a_comment("One")
    editor.get(f"{DESK}comments/")
    with django_assert_num_queries(COMMENT_QUERIES):
        editor.get(f"{DESK}comments/")
    for number in range(60):
        a_comment(f"More {number}")
    with django_assert_num_queries(COMMENT_QUERIES):
        page = editor.get(f"{DESK}comments/").text
    assert "Next page" in page


@needs_model
def test_editors_see_how_many_articles_wait_to_be_found_by_meaning(editor: Client, settings: Any) -> None:
    an_article("a", english("Buses"), spanish("Autobuses"))
    waits = "1 article waits to be found by its meaning."
    assert waits in editor.get(DESK).text
    while actions.encode_versions(actor=SYSTEM):
        pass
    assert "by its meaning" not in editor.get(DESK).text
    an_article("b", english("Trains"))
    settings.SEARCH_SEMANTIC = False
    assert "by its meaning" not in editor.get(DESK).text
