"""Mail about knowledge: one list of the reviews that fell due, and the answer to whoever asked for a change."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from firstpoint.channels import tasks
from firstpoint.channels.models import DemoMessage
from firstpoint.channels.tests.test_tasks import run_jobs
from firstpoint.core import clock
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.knowledge.queries.versions import today
from firstpoint.domain.knowledge.tasks import note_due_reviews
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import SYSTEM, User, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_of_the_demo(settings: Settings, db: Any) -> None:
    settings.EMAIL_BACKEND = "firstpoint.channels.email.fake.DemoMail"
    a_catalogue()


def due(slug: str, owner: User | None = None, days: int = 0, **more: Any) -> Article:
    return an_article(slug, english(f"About {slug}"), owner=owner, review_by=today() - timedelta(days=days), **more)


def mails(to: User | str) -> list[DemoMessage]:
    run_jobs()
    address = to if isinstance(to, str) else to.email
    return list(
        DemoMessage.objects.filter(to=address)
        .exclude(subject__contains="desk")
        .exclude(subject__contains="escritorio")
        .order_by("id")
    )


@pytest.mark.req("KB-01")
def test_an_owner_gets_one_list_of_what_fell_due_and_once_for_each_date() -> None:
    owner, editor = an_adviser(tier=2, name="Bo"), an_editor()
    due("bill", owner)
    due("bins", owner, days=3)
    for _day in range(2):
        note_due_reviews(0)
    (mail,) = mails(owner)
    assert mail.subject == "Articles to review"
    assert mail.body.index("About bins") < mail.body.index("About bill")
    assert "http://testserver/desk/knowledge/articles/bill/" in mail.body
    assert mails(editor) == []


@pytest.mark.req("KB-01")
def test_what_nobody_owns_is_told_to_every_editor_in_their_language() -> None:
    gone, first, second = an_adviser(tier=2), an_editor(), an_editor(language="es")
    due("bill", gone)
    due("bins")
    people.deactivate_staff(gone, actor=SYSTEM)
    note_due_reviews(0)
    assert "About bill" in mails(first)[0].body and "About bins" in mails(first)[0].body
    assert len(mails(second)) == 1
    assert mails(gone) == []


def test_what_was_looked_over_meanwhile_is_not_told() -> None:
    owner = an_editor()
    article = due("bill", owner)
    note_due_reviews(0)
    actions.confirm_article(article.pk, actor=owner.acting())
    assert mails(owner) == []


def test_a_new_date_is_told_anew() -> None:
    owner = an_editor()
    article = due("bill", owner)
    note_due_reviews(0)
    assert len(mails(owner)) == 1
    actions.confirm_article(article.pk, actor=owner.acting())
    with clock.frozen(clock.now() + timedelta(days=366)):
        note_due_reviews(0)
        assert len(mails(owner)) == 2


def test_a_long_list_says_that_there_is_more() -> None:
    owner = an_editor()
    for number in range(tasks.MOST_LISTED + 1):
        due(f"a{number}", owner)
    note_due_reviews(0)
    assert "And more" in mails(owner)[0].body


def answered(asked: Any, state: str = "done") -> None:
    actions.answer_request(asked, actor=an_editor().acting(), state=state, answer="It says 20 now.")


@pytest.mark.req("KB-02")
@pytest.mark.parametrize(("state", "decision"), [("done", "We changed it."), ("declined", "We left it as it is.")])
def test_staff_who_asked_hear_back_by_mail(state: str, decision: str) -> None:
    ada = an_adviser()
    asked = actions.request_change(actor=ada.acting(), wrong="The fee is old.", language="en", article=an_article())
    answered(asked, state)
    (mail,) = mails(ada)
    for words in (
        "The fee is old.",
        decision,
        "It says 20 now.",
        f"http://testserver/desk/knowledge/requests/{asked.pk}/",
    ):
        assert words in mail.body


@pytest.mark.req("KB-02")
def test_a_reader_who_left_an_address_hears_back_in_the_language_of_the_page() -> None:
    an_article("bill", english(), spanish())
    asked = actions.report_wrong(
        actor=public_site(), wrong="La tarifa.", language="es", slug="bill", reply_to="ana@mail.example"
    )
    answered(asked)
    (mail,) = mails("ana@mail.example")
    assert "http://testserver/es/articles/bill/" in mail.body
    assert "La tarifa." in mail.body and "It says 20 now." in mail.body


@pytest.mark.req("KB-02")
def test_nobody_is_written_to_without_an_address_or_after_they_left() -> None:
    ada = an_adviser()
    asked = actions.request_change(actor=ada.acting(), wrong="The fee.", language="en")
    people.deactivate_staff(ada, actor=SYSTEM)
    answered(asked)
    answered(actions.report_wrong(actor=public_site(), wrong="The fee.", language="en"))
    assert mails(ada) == []
    assert not DemoMessage.objects.filter(subject__contains="became").exists()


def test_a_reader_is_not_led_to_what_only_staff_may_read() -> None:
    article = an_article("bill")
    asked = actions.report_wrong(
        actor=public_site(), wrong="The fee.", language="en", slug="bill", reply_to="ana@mail.example"
    )
    actions.change_facts(article, actor=SYSTEM, changes=article.changes, audience=Audience.STAFF)
    answered(asked)
    assert "articles/bill" not in mails("ana@mail.example")[0].body
