"""A contact is logged at the desk, the page stays open for the next, and the last one can be taken back."""

import re

import pytest

from django.test import Client

from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.contacts.models import Contact
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

GIVEN = {"enquiry_type": "library-card", "outcome": "sign_posted", "channel": "counter"}


@pytest.fixture
def desk() -> Client:
    a_catalogue()
    return a_desk_of(an_adviser())


@pytest.mark.req("CU-04")
def test_a_contact_is_logged_and_the_next_begins_as_the_last_was(desk: Client) -> None:
    response = desk.post("/desk/log/", GIVEN)
    assert response.headers["Location"] == "/desk/log/"
    contact = Contact.objects.get()
    assert (contact.customer_id, contact.outcome, contact.channel) == (None, "sign_posted", "counter")
    page = desk.get("/desk/log/").text
    assert "Logged: Library card · Sign-posted · Counter" in page
    assert re.search(r'value="counter"[^>]* checked', page)
    assert re.search(r'value="sign_posted"[^>]* checked', page)


@pytest.mark.req("CU-04")
def test_the_last_is_taken_back(desk: Client) -> None:
    desk.post("/desk/log/", GIVEN)
    pk = Contact.objects.get().pk
    desk.post(f"/desk/log/{pk}/undo/")
    assert not Contact.objects.exists()
    page = desk.get("/desk/log/").text
    assert "Logged:" not in page
    assert Event.objects.filter(type="contact.unlogged").exists()
    assert desk.post(f"/desk/log/{pk}/undo/").status_code == 404


def test_what_is_not_chosen_is_asked_for(desk: Client) -> None:
    response = desk.post("/desk/log/", {**GIVEN, "enquiry_type": ""})
    assert response.status_code == 422
    assert "data-error-summary" in response.text
    assert desk.post("/desk/log/", {**GIVEN, "channel": "pigeon"}).status_code == 422
    assert not Contact.objects.exists()


def test_the_shortcut_is_there_for_those_who_log(desk: Client) -> None:
    assert 'data-shortcut="l"' in desk.get("/desk/").text
    editor = a_desk_of(an_editor())
    assert 'data-shortcut="l"' not in editor.get("/desk/knowledge/articles/").text
    assert editor.get("/desk/log/").status_code == 403
