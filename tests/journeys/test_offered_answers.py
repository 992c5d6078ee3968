"""Answers are offered while somebody writes, lose nothing that was written, and reach the desk with the question."""

import time

import pytest

from tests.journeys.asking import new_address
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.req("SS-04")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize(
    ("language", "question"), [("en", "There is a pothole in my street"), ("es", "Hay un bache en mi calle")]
)
def test_an_answer_is_offered_and_opened_while_the_question_is_written(
    visit: Visit, language: str, question: str
) -> None:
    visitor = visit(size=NARROW, language=language)
    visitor.go("ask/")
    visitor.fill(question=question)
    answer = visitor.page.locator("[data-answer=report-a-pothole]")
    answer.wait_for()
    visitor.look()
    with visitor.context.expect_page() as opened:
        answer.click()
    opened.value.wait_for_load_state()
    assert f"/{language}/articles/report-a-pothole/" in opened.value.url
    opened.value.close()
    assert visitor.page.locator("[name=question]").input_value() == question
    visitor.fill(reach__name="Lee Moran", reach__email=new_address())
    with visitor.page.expect_navigation():
        visitor.page.locator("form.fp-form [type=submit]").first.click()
    assert visitor.page.locator(".fp-secret").count() == 1
    ((journey,),) = visitor.servers.query(
        "SELECT journey FROM contacts_contact WHERE direction = 'inbound' ORDER BY id DESC LIMIT 1"
    )
    assert journey["taken"] == "report-a-pothole"
    assert "report-a-pothole" in journey["offered"].split()


@pytest.mark.req("SS-04")
def test_a_form_offers_answers_as_soon_as_it_is_picked(visit: Visit) -> None:
    visitor = visit(size=NARROW)
    visitor.go("forms/pothole/", look=False)
    visitor.page.locator("[data-answer=report-a-pothole]").wait_for()
    visitor.look()


@pytest.mark.req("KB-06")
def test_a_reader_says_in_words_what_is_missing(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    visitor.go("articles/report-a-pothole/")
    visitor.press("No")
    visitor.press("Send these words")
    visitor.reads("Write a few words.")
    visitor.fill(text="What about the sidewalk?")
    visitor.press("Send these words")
    visitor.reads("The people who write these pages read what you wrote.")


@pytest.mark.req("KB-05")
def test_what_is_read_is_counted_by_the_process_that_served_it(visit: Visit) -> None:
    visitor = visit(size=NARROW, script=False)
    counted = "SELECT coalesce(sum((data ->> 'times')::int), 0) FROM core_event WHERE type = 'article.read'"
    ((before,),) = visitor.servers.query(counted)
    for _time in range(3):
        visitor.go("articles/report-a-pothole/", look=False)
    for _attempt in range(300):
        ((now,),) = visitor.servers.query(counted)
        if now >= before + 3:
            return
        time.sleep(0.1)
    raise AssertionError(f"{now - before} of 3 reads were counted")
