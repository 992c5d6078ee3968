"""Figures at the desk: for those with the right, of the days chosen, sorted and as a file, at the same cost always."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service
from firstpoint.domain.knowledge.actions import sum_days, vote
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.knowledge.tests.noting import a_search, reads
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_auditor, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

FIGURES = "/desk/knowledge/figures/"
BILL = "/desk/knowledge/articles/bill/"
PAGE_QUERIES = 9


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor())


def some_days() -> None:
    """Let two articles be read and searched for, one of them in Spanish too, today and forty days ago."""
    an_article("bill", english(), spanish(), service=a_service("water"))
    an_article("leak", english('=HYPERLINK("A leak")'))
    with clock.frozen(clock.now() - timedelta(days=40)):
        reads(70, "leak")
    reads(1200)
    reads(30, language="es")
    reads(8, "leak")
    reads(5, by=an_editor().acting())
    for helpful in (True, True, False):
        vote("bill", actor=public_site(), language="en", helpful=helpful)
    a_search(opened="bill", position=1)
    a_search(opened="bill", position=4, asked=True)
    a_search(opened="leak", position=1)
    a_search(total=0)
    a_search("", place="form", asked=True)
    sum_days(actor=SYSTEM, days=1)


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.req("KB-05")
@pytest.mark.req("FB-04")
def test_an_editor_sees_what_is_read_searched_for_and_what_comes_of_it(editor: Client) -> None:
    some_days()
    page = editor.get(FIGURES).text
    for words in (
        "<strong>1,238</strong> and 5 by staff",
        "<strong>5</strong> 20% without a result, 0% without a good answer",
        "<strong>60%</strong> of the searches, on average the result at place 2",
        "<strong>67%</strong> of 3 votes",
        "<strong>40%</strong> 2 searches",
        "Searches after which a result was opened, no form was sent",
        'aria-sort="descending"',
        "<title>",
    ):
        assert words in page, words
    assert page.index("Pay your water bill") < page.index("HYPERLINK")


@pytest.mark.req("KB-05")
def test_each_table_has_its_rows(editor: Client) -> None:
    some_days()
    shown = {
        by: rows_of(editor.get(f"{FIGURES}?by={by}&file=csv"))
        for by in ("article", "service", "language", "place", "day")
    }
    assert [row[:3] for row in shown["article"][1:]] == [
        ["Pay your water bill", "1230", "5"],
        ["""'=HYPERLINK("A leak")""", "8", "0"],
    ]
    assert [row[:2] for row in shown["service"][1:]] == [["Libraries", "1230"], ["No service", "8"]]
    assert [row[:2] for row in shown["language"][1:]] == [["English", "1208"], ["Spanish", "30"]]
    assert [row[:2] for row in shown["place"][1:]] == [
        ["Search of the site", "4"],
        ["Answers offered while a form is filled in", "1"],
    ]
    assert len(shown["day"]) == 2
    head, bill = shown["article"][0], shown["article"][1]
    assert dict(zip(head, bill, strict=True)) == {
        "Article": "Pay your water bill",
        "Reads by the public": "1230",
        "Reads by staff": "5",
        "Votes": "3",
        "Helpful": "0.6667",
        "Searches that led here": "2",
        "Mean position of the first click": "2.5",
        "Answered": "1",
        "Asked anyway": "1",
        "Left": "0",
        "Deflection": "0.5",
    }


@pytest.mark.req("KB-05")
def test_days_language_and_service_narrow_and_columns_sort(editor: Client) -> None:
    some_days()

    def names(query: str) -> list[str]:
        return [row[0] for row in rows_of(editor.get(f"{FIGURES}?file=csv&{query}"))[1:]]

    assert names("language=es") == ["Pay your water bill"]
    assert names("service=water") == ["Pay your water bill"]
    assert names("service=none")[0].startswith("'=HYPERLINK")
    assert names("sort=-reads")[-1] == "Pay your water bill"
    assert names("sort=helpful_share")[0] == "Pay your water bill"
    assert names("sort=-helpful_share")[0] == "Pay your water bill", "what nobody voted on comes last either way"
    assert names("sort=name")[0].startswith("'=HYPERLINK")
    today = clock.now().date()
    month = (today - timedelta(days=40)).strftime("%Y-%m")
    assert len(rows_of(editor.get(f"{FIGURES}?by=day&file=csv&period=90"))) == 3
    assert len(names(f"period={month}")) == 1
    chosen = f"period=chosen&first={today - timedelta(days=60)}&last={today - timedelta(days=30)}"
    assert [row[1] for row in rows_of(editor.get(f"{FIGURES}?file=csv&{chosen}"))[1:]] == ["70"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("period=chosen", "Choose both days."),
        ("period=chosen&first=2026-03-02&last=2026-03-01", "The last day is before the first one."),
        ("period=chosen&first=2020-01-01&last=2026-03-01", "Choose at most 366 days."),
        ("period=12345", "Select a valid choice"),
        ("period=chosen&first=x&last=2026-99-99", "Enter a valid date."),
    ],
)
def test_no_period_is_told_and_thirty_days_are_shown(editor: Client, query: str, said: str) -> None:
    response = editor.get(f"{FIGURES}?{query}")
    assert response.status_code == 422
    assert said in response.text
    assert "Nothing was counted" in response.text


@pytest.mark.parametrize(
    "query", ["by=x", "sort=x", "service=nothing", "by=day&sort=votes", "sort=--reads", "language=xx"]
)
def test_anything_in_the_address_gives_a_page(editor: Client, query: str) -> None:
    some_days()
    assert editor.get(f"{FIGURES}?{query}").status_code in (200, 422)


def test_the_page_costs_the_same_however_much_there_is(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    some_days()
    editor.get(FIGURES)
    with django_assert_num_queries(PAGE_QUERIES):
        editor.get(FIGURES)
    for number in range(20):
        an_article(f"more-{number}", english(f"More {number}"))
        reads(1, f"more-{number}")
        a_search(opened=f"more-{number}")
    sum_days(actor=SYSTEM, days=1)
    editor.get(FIGURES)
    with django_assert_num_queries(PAGE_QUERIES):
        editor.get(FIGURES)
    with django_assert_num_queries(PAGE_QUERIES - 1):
        editor.get(f"{FIGURES}?by=service")
    with django_assert_num_queries(PAGE_QUERIES - 2):
        editor.get(f"{FIGURES}?by=day")


def test_figures_are_for_those_with_the_right() -> None:
    an_article("bill")
    for user in (a_supervisor(), an_auditor()):
        desk = a_desk_of(user)
        assert desk.get(FIGURES).status_code == 200
        assert FIGURES in desk.get("/desk/knowledge/articles/").text
    adviser = a_desk_of(an_adviser(tier=2))
    assert adviser.get(FIGURES).status_code == 403
    assert FIGURES not in adviser.get("/desk/knowledge/articles/").text
    assert "Last 30 days" not in adviser.get(BILL).text


@pytest.mark.req("KB-06")
def test_an_article_tells_how_it_did(editor: Client) -> None:
    some_days()
    page = editor.get(BILL).text
    for words in ("1230 by the public, 5 by staff", "67% (2 of 3)", "<dd>1 (50%)</dd>"):
        assert words in page, words
    an_article("new", english("New"))
    assert "No votes" in editor.get("/desk/knowledge/articles/new/").text


@pytest.mark.req("SS-09")
def test_figures_are_written_as_the_language_does() -> None:
    some_days()
    page = a_desk_of(an_editor(language="es")).get(FIGURES).text
    assert "67\xa0%" in page
    assert "Pague el agua" in page
