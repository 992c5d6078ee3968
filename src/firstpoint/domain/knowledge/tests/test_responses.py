"""Standard responses keep what they said before, refuse what cannot be filled in, and are found for a case."""

import pytest

from firstpoint.core.errors import DomainError, NotPermitted, Stale
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_service
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import StandardResponse, StandardResponseText
from firstpoint.domain.knowledge.queries.responses import former_texts, get_response, suited_responses
from firstpoint.domain.knowledge.tests.make import a_response
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser, an_editor

pytestmark = pytest.mark.django_db


def suited(language: str = "en", channel: str = "email") -> list[tuple[str, str]]:
    found = suited_responses(an_adviser().acting(), language=language, channel=channel, service_id=None)
    return [(each.response.code, each.text.body) for each in found]


@pytest.mark.req("KB-08")
def test_a_change_keeps_the_former_words_with_who_and_when() -> None:
    eva, sue = an_editor(), a_supervisor()
    response = a_response(actor=eva.acting())
    actions.save_response("card", actor=sue.acting(), name="Card", texts={("en", ""): "New words."}, seen=1)
    texts = list(former_texts(response).values_list("body", "language", "number", "is_current", "written_by"))
    assert texts[0] == ("New words.", "en", 2, True, sue.pk)
    assert ("Here is your card, {customer_name}.", "en", 1, False, eva.pk) in texts
    assert ("Aquí está su tarjeta.", "es", 1, True, eva.pk) in texts
    assert list(Event.objects.filter(type="standard_response.saved").values_list("data__number", flat=True)) == [1, 2]


def test_nothing_new_is_no_change() -> None:
    a_response()
    a_response()
    assert StandardResponse.objects.get().number == 1
    assert Event.objects.filter(type="standard_response.saved").count() == 1


def test_words_that_are_taken_away_are_offered_no_more() -> None:
    a_response()
    actions.save_response("card", actor=SYSTEM, name="Card", texts={("es", ""): ""})
    assert suited("es") == [("card", "Here is your card, {customer_name}.")]
    with pytest.raises(DomainError):
        actions.save_response("card", actor=SYSTEM, name="Card", texts={("en", ""): " "})


@pytest.mark.req("KB-08")
def test_an_unknown_field_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(DomainError, match=r"\{nickname\} cannot be filled in.*\{customer_name\}, \{reference\}"):
        a_response(texts={("en", ""): "Hi {nickname}."})
    assert not StandardResponse.objects.exists()


@pytest.mark.parametrize("texts", [{}, {("en", "pigeon"): "x"}, {("xx", ""): "x"}, {("en", ""): "x" * 8001}])
def test_what_cannot_be_kept_is_refused(texts: dict[tuple[str, str], str]) -> None:
    with pytest.raises(DomainError):
        a_response(texts=texts)


def test_two_who_write_at_once_do_not_overwrite_each_other() -> None:
    a_response()
    actions.save_response("card", actor=SYSTEM, name="First", texts={}, seen=1)
    with pytest.raises(Stale):
        actions.save_response("card", actor=SYSTEM, name="Second", texts={}, seen=1)
    with pytest.raises(DomainError, match="already"):
        actions.save_response("card", actor=SYSTEM, name="Third", texts={("en", ""): "x"}, seen=0)


def test_only_editors_and_supervisors_write() -> None:
    with pytest.raises(NotPermitted):
        a_response(actor=an_adviser().acting())
    a_response(actor=a_supervisor().acting())
    with pytest.raises(NotPermitted):
        actions.retire_response("card", actor=an_adviser().acting())


def test_what_is_retired_is_offered_no_more_until_it_is_restored() -> None:
    a_response()
    actions.retire_response("card", actor=SYSTEM)
    actions.retire_response("card", actor=SYSTEM)
    assert suited() == []
    actions.restore_response("card", actor=SYSTEM)
    assert [code for code, _body in suited()] == ["card"]
    assert Event.objects.filter(type="standard_response.retired").count() == 1


@pytest.mark.req("KB-08")
def test_the_text_is_in_the_customers_language_and_for_their_channel() -> None:
    texts = {("en", ""): "any", ("en", "sms"): "short", ("es", ""): "cualquiera", ("es", "email"): "correo"}
    a_response(texts=texts)
    assert suited("en", "sms") == [("card", "short")]
    assert suited("en", "email") == [("card", "any")]
    assert suited("es", "email") == [("card", "correo")]
    assert suited("es", "sms") == [("card", "cualquiera")]
    assert suited("fr", "web") == [("card", "any")]


def test_those_of_the_service_come_first_and_those_of_others_only_when_looked_for() -> None:
    libraries = a_service()
    other = a_service("water", "Water", "Agua")
    a_response("any", name="Any", service=None)
    a_response("books", name="Books", service=libraries)
    a_response("bill", name="Água bill", service=other)
    found = suited_responses(an_adviser().acting(), language="en", channel="", service_id=libraries.pk)
    assert [each.response.code for each in found] == ["books", "any"]
    looked_for = suited_responses(
        an_adviser().acting(), language="en", channel="", service_id=libraries.pk, text="AGUA"
    )
    assert [each.response.code for each in looked_for] == ["bill"]


def test_a_response_is_read_with_its_current_texts() -> None:
    a_response()
    assert {text.language for text in get_response(an_adviser().acting(), "card").texts.all()} == {"en", "es"}
    assert StandardResponseText.objects.count() == 2
