"""Change requests: any member of staff may ask, an editor answers, and who asked sees it."""

from typing import Any

import pytest

from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import RequestState
from firstpoint.domain.knowledge.queries.editing import get_request, request_list
from firstpoint.domain.knowledge.tests.make import an_article
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.people.tests.make import (
    a_supervisor,
    an_administrator,
    an_adviser,
    an_auditor,
    an_editor,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [an_adviser, a_supervisor, an_editor, an_administrator])
def test_whoever_answers_customers_may_ask(make: Any) -> None:
    user = make()
    asked = actions.request_change(
        actor=user.acting(), wrong=" The fee is 20 now. ", language="en", article=an_article()
    )
    assert (asked.wrong, asked.state, asked.asked_by_id) == ("The fee is 20 now.", RequestState.OPEN, user.pk)
    assert list(request_list(user.acting(), is_own=True)) == [asked]
    event = Event.objects.get(type="change_request.made")
    assert (event.subject_id, event.data) == (asked.pk, {})


def test_auditors_and_the_public_may_not_ask() -> None:
    for actor in (an_auditor().acting(), public_site()):
        with pytest.raises(NotPermitted):
            actions.request_change(actor=actor, wrong="The fee.", language="en")
        assert not request_list(actor).exists()


def test_a_specialist_takes_it_on_an_editor_answers_and_who_asked_sees_it() -> None:
    ada, writer, editor = an_adviser(), an_adviser(tier=2), an_editor()
    asked = actions.request_change(actor=ada.acting(), wrong="The fee.", language="en")
    with pytest.raises(NotPermitted):
        actions.take_request(asked, actor=ada.acting())
    actions.take_request(asked, actor=writer.acting())
    with pytest.raises(DomainError, match="already"):
        actions.take_request(asked, actor=editor.acting())
    with pytest.raises(NotPermitted):
        actions.answer_request(asked, actor=writer.acting(), state="done", answer="It says so now.")
    for state, answer, said in (("taken", "Well.", "Choose"), ("done", " ", "Write an answer")):
        with pytest.raises(DomainError, match=said):
            actions.answer_request(asked, actor=editor.acting(), state=state, answer=answer)
    actions.answer_request(asked, actor=editor.acting(), state="done", answer="It says so now.")
    found = get_request(ada.acting(), asked.pk)
    assert (found.state, found.answer, found.taken_by_id) == (RequestState.DONE, "It says so now.", writer.pk)
    with pytest.raises(DomainError, match="already"):
        actions.answer_request(asked, actor=editor.acting(), state="declined", answer="No.")


def test_requests_of_others_are_seen_by_those_who_write_alone() -> None:
    asked = actions.request_change(actor=an_adviser().acting(), wrong="The fee.", language="en")
    other: User
    for other in (an_adviser(), a_supervisor(), an_auditor()):
        with pytest.raises(NotFound):
            get_request(other.acting(), asked.pk)
        assert not request_list(other.acting()).exists()
    assert list(request_list(an_adviser(tier=2).acting(), state="waiting")) == [asked]
    assert list(request_list(an_editor().acting(), state="done")) == []


@pytest.mark.parametrize(("wrong", "language"), [("  ", "en"), ("x" * 4001, "en"), ("The fee.", "xx")])
def test_a_request_says_something_in_a_language_of_the_site(wrong: str, language: str) -> None:
    with pytest.raises(DomainError):
        actions.request_change(actor=an_adviser().acting(), wrong=wrong, language=language)
