"""What readers searched for and said is forgotten in time; the counts of it stay."""

from datetime import datetime, timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import ArticleComment, ChangeRequest, SearchMade
from firstpoint.domain.knowledge.tasks import forget_readers_words
from firstpoint.domain.knowledge.tests.make import an_article
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor

pytestmark = pytest.mark.django_db


def in_days(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def forget_in(days: int) -> None:
    with clock.frozen(in_days(days)):
        forget_readers_words(0)


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    a_catalogue()


def search(text: str) -> None:
    made = actions.Search(f"key-{len(text)}", text, "en", "site", 0, False, clock.now())
    actions.write_notes(actions.Notes(searches={made.key: made}), actor=public_site())


@pytest.mark.req("PV-04")
def test_searches_stay_as_numbers_after_their_words_are_gone() -> None:
    search("where is my mother Ana Ruiz buried")
    forget_in(364)
    assert SearchMade.objects.exclude(text="").exists()
    forget_in(366)
    made = SearchMade.objects.get()
    assert (made.text, made.total, made.language) == ("", 0, "en")


@pytest.mark.req("PV-04")
def test_comments_go_and_what_they_counted_for_stays() -> None:
    article = an_article()
    actions.comment_on_article(article.slug, actor=public_site(), language="en", helpful=False, text="I am Ana Ruiz.")
    forget_in(366)
    assert not ArticleComment.objects.exists()
    assert Event.objects.filter(type="article.commented").count() == 1


def report(text: str = "The fee is wrong.", **more: str) -> ChangeRequest:
    return actions.report_wrong(actor=public_site(), wrong=text, language="en", reply_to="ana@mail.example", **more)


@pytest.mark.req("PV-04")
def test_an_address_goes_some_days_after_the_answer() -> None:
    asked = report(page="/en/")
    forget_in(100)
    asked.refresh_from_db()
    assert asked.reply_to
    actions.answer_request(asked, actor=an_editor().acting(), state="done", answer="Right, it is 20.")
    forget_in(29)
    asked.refresh_from_db()
    assert asked.reply_to
    forget_in(31)
    asked.refresh_from_db()
    assert (asked.reply_to, asked.wrong, asked.answer) == ("", "The fee is wrong.", "Right, it is 20.")
    forget_in(366)
    asked.refresh_from_db()
    assert (asked.wrong, asked.page, asked.answer) == ("", "/en/", "Right, it is 20.")


@pytest.mark.req("PV-04")
def test_what_nobody_answers_does_not_keep_an_address_for_ever() -> None:
    asked = report()
    forget_in(366)
    asked.refresh_from_db()
    # It still waits to be answered, so what it is about stays.
    assert (asked.reply_to, asked.wrong) == ("", "The fee is wrong.")


def test_what_staff_asked_for_is_work_and_stays() -> None:
    asked = actions.request_change(actor=an_adviser().acting(), wrong="The fee.", language="en")
    actions.answer_request(asked, actor=an_editor().acting(), state="done", answer="Done.")
    forget_in(5000)
    asked.refresh_from_db()
    assert asked.wrong == "The fee."


def test_how_long_is_the_agencys_choice() -> None:
    Agency.objects.update(reader_words_days=10)
    search("fees")
    forget_in(11)
    assert not SearchMade.objects.exclude(text="").exists()


def test_nobody_else_forgets() -> None:
    with pytest.raises(NotPermitted):
        actions.forget_readers_words(actor=an_editor().acting())
    actions.forget_readers_words(actor=SYSTEM)
