"""What keeps articles true and plain, at the desk: links that need a look, how hard texts read, readers' reports."""

from datetime import timedelta
from typing import Any

import pytest

from django.test import Client

from firstpoint.core import clock
from firstpoint.core.outside import Outcome, Visit
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.tests.drafting import a_draft, written
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_editor
from firstpoint.doors.desk.knowledge.views.links import REASONS
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

DESK = "/desk/knowledge/"
GONE, MOVED, CLOSED, SLOW = (f"https://{name}.example/" for name in ("gone", "moved", "closed", "slow"))
HARD = (
    "Applicants possessing supplementary documentation demonstrating residential eligibility should immediately"
    " communicate with departmental representatives regarding administrative reconsideration prior to submission. "
) * 2


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor())


def visited(visits: dict[str, Visit], *, days: int = 1) -> None:
    actions.gather_links(actor=SYSTEM)
    for day in range(days):
        with clock.frozen(clock.now() + timedelta(days=day)):
            actions.note_visits(visits, actor=SYSTEM)


@pytest.mark.req("KB-01")
def test_broken_links_stand_on_the_list_with_one_click_to_mend_them(editor: Client) -> None:
    links = " ".join(f"[x]({url})" for url in (GONE, MOVED, CLOSED, SLOW, "article:none", "form:none"))
    an_article("bill", english("Pay your bill", links))
    visited({GONE: Visit(Outcome.MISSING, 404, "not_there")}, days=3)
    visited(
        {
            MOVED: Visit(Outcome.FOUND, 200, moved_to="https://new.example/"),
            CLOSED: Visit(Outcome.UNKNOWN, reason="robots"),
            SLOW: Visit(Outcome.MISSING, reason="too_slow"),
        }
    )
    assert f'<a href="{DESK}links/">Broken links</a> <strong>3</strong>' in editor.get(DESK).text
    page = editor.get(f"{DESK}links/").text
    for words in (
        "There is no such article for those who read this one.",
        "There is no such form in use.",
        "The site answered that there is no such page (404).",
        "https://new.example/",
        "The site asks not to be visited by machines.",
        "The site took too long to answer.",
    ):
        assert words in page
    assert page.index(GONE) < page.index(MOVED) < page.index(SLOW) < page.index(CLOSED)
    started = editor.post(f"{DESK}articles/bill/en/start/")
    assert started.headers["Location"] == f"{DESK}articles/bill/en/edit/"


def test_every_reason_has_its_words(editor: Client) -> None:
    an_article("a", english(body=" ".join(f"[x](https://{reason}.example/)" for reason in REASONS)))
    visits = {f"https://{reason}.example/": Visit(Outcome.UNKNOWN, 400, reason) for reason in REASONS}
    visited(visits)
    page = editor.get(f"{DESK}links/").text
    for words in REASONS.values():
        assert (str(words) % {"status": 400}).replace("'", "&#x27;") in page


def test_where_all_links_are_fine_the_page_says_so(editor: Client) -> None:
    assert "No link needs a look" in editor.get(f"{DESK}links/").text


@pytest.mark.parametrize("make", [an_adviser, a_supervisor])
def test_links_are_for_those_who_write(make: Any) -> None:
    assert a_desk_of(make()).get(f"{DESK}links/").status_code == 403


def test_the_list_of_links_costs_the_same_for_many(editor: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        an_article(f"a{number}", english(body=f"[x](https://x.example/{number}) [y](article:none{number})"))
    visited({f"https://x.example/{number}": Visit(Outcome.UNKNOWN, 403, "closed") for number in range(10)})
    with django_assert_max_num_queries(14):
        assert editor.get(f"{DESK}links/").text.count("There is no such article") == 10


@pytest.mark.req("AX-03")
def test_a_draft_says_how_hard_it_reads_and_what_is_said_more_plainly(editor: Client) -> None:
    draft = written(a_draft(), HARD)
    page = editor.get(f"{DESK}articles/{draft.article.slug}/en/").text
    assert "Reads like a text for college." in page and "Aim for grade 8 or lower." in page
    assert "<strong>prior to:</strong> before" in page
    written(draft, "Pay at the desk. Bring your card. We are open all day. " * 5)
    page = editor.get(f"{DESK}articles/{draft.article.slug}/en/").text
    assert "Reads like a text for about grade" in page and "There are plainer words" not in page


@pytest.mark.req("AX-03")
def test_the_aim_is_the_agencys_and_languages_have_formulas_of_their_own(editor: Client) -> None:
    Agency.objects.update(reading_grade=6)
    draft = written(a_draft("Pague", language="es"), "Puede realizar el pago en la oficina. Traiga su tarjeta. " * 5)
    page = editor.get(f"{DESK}articles/{draft.article.slug}/es/").text
    assert "Aim for grade 6 or lower." in page
    assert "<strong>realizar:</strong> hacer" in page


def test_too_short_a_draft_has_no_grade(editor: Client) -> None:
    draft = written(a_draft(), "Short.")
    assert "There is too little text" in editor.get(f"{DESK}articles/{draft.article.slug}/en/").text


@pytest.mark.req("AX-03")
def test_articles_that_read_too_hard_stand_on_the_list(editor: Client) -> None:
    an_article("hard", english("Hard words", HARD), spanish(body="Traiga su tarjeta. Pague en la oficina hoy. " * 6))
    an_article("plain", english("Plain words", "Pay at the desk. Bring your card with you. " * 6))
    listed = f"{DESK}articles/?reading=hard"
    assert f'<a href="{listed}">Articles that read too hard</a> <strong>1</strong>' in editor.get(DESK).text
    page = editor.get(listed).text
    assert "Hard words" in page and "Plain words" not in page
    assert "Reads like college" in page and "Reads like grade" in page
    assert "Reads like college" in editor.get(f"{DESK}articles/hard/").text


@pytest.mark.req("KB-02")
def test_what_a_reader_reports_is_answered_like_any_request(editor: Client) -> None:
    an_article("bill", english("Pay your bill"))
    page = "/en/articles/bill/"
    asked = actions.report_wrong(
        actor=public_site(), wrong="The fee is old.", language="en", page=page, slug="bill", reply_to="ana@mail.example"
    )
    listed = editor.get(f"{DESK}requests/?state=waiting").text
    assert "The fee is old." in listed and "A reader" in listed
    shown = editor.get(f"{DESK}requests/{asked.pk}/").text
    assert f'href="{page}"' in shown and "gets the answer there" in shown
    assert "ana@mail.example" not in shown
    editor.post(f"{DESK}requests/{asked.pk}/", {"state": "done", "answer": "It says 20 now."})
    asked.refresh_from_db()
    assert asked.answer == "It says 20 now."
