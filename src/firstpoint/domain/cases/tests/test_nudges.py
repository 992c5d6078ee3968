"""A customer is led to where they can do it themselves, and that they followed is counted once."""

import pytest

from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type, text
from firstpoint.domain.contacts.models import Message
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    a_catalogue()
    return an_adviser()


def a_nudged_case(ana: User, url: str = "https://pay.aldercounty.example/", **more: str) -> Case:
    version = an_enquiry_type("pay-a-bill", nudge=text("Pay online.", "Pague en línea."), nudge_url=url)
    case = a_taken_case(ana, version, **more)
    actions.send_nudge(case.pk, actor=ana.acting(), link_to=lambda token: f"http://site/go/{token}/")
    return case


@pytest.mark.req("CS-08")
def test_the_link_goes_with_its_words_and_is_counted_once(ana: User) -> None:
    case = a_nudged_case(ana, language="es")
    message = Message.objects.get(kind="notice")
    words, link = message.body.split("\n\n")
    assert words == "Pague en línea."
    token = link.split("/")[-2]
    assert len(token) > 30
    for _click in range(2):
        assert actions.follow_nudge(token, actor=public_site()) == "https://pay.aldercounty.example/"
    sent, followed = Event.objects.get(type="nudge.sent"), Event.objects.get(type="nudge.followed")
    assert sent.case_id == followed.case_id == case.pk
    assert sent.data == followed.data == {"enquiry_type": "pay-a-bill", "version": 1}
    case.refresh_from_db()
    assert case.first_answered_at is None


def test_a_page_of_the_site_itself_is_reached(ana: User) -> None:
    a_nudged_case(ana, "/en/ask/")
    token = Message.objects.get(kind="notice").body.split("/")[-2]
    assert actions.follow_nudge(token, actor=public_site()).endswith("/en/ask/")


def test_nothing_is_sent_twice_or_without_an_address_and_nobody_guesses(ana: User) -> None:
    case = a_nudged_case(ana)
    with pytest.raises(DomainError, match="already"):
        actions.send_nudge(case.pk, actor=ana.acting(), link_to=str)
    with pytest.raises(DomainError):
        actions.send_nudge(a_taken_case(ana).pk, actor=ana.acting(), link_to=str)
    with pytest.raises(NotFound):
        actions.follow_nudge("x" * 32, actor=public_site())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//elsewhere.example", "/\\elsewhere.example", "pay"])
def test_an_address_leads_to_a_page(ana: User, url: str) -> None:
    with pytest.raises(DomainError, match="nudge_url"):
        an_enquiry_type("other", nudge_url=url)
