"""Whoever has proved a case is asked for nothing twice; nobody else is shown what is known."""

import pytest

from django.test import Client

from firstpoint.domain.cases.tests.make import a_case, an_anonymous_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type, text
from firstpoint.domain.customers import actions
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public.track.tests.make import SECRET, prove

pytestmark = pytest.mark.django_db

NOTE = "We filled in what you told us before"
LINES = {"line1": "12 Mill Lane", "city": "Alder", "state": "WA", "postal_code": "98001"}
FORM = [
    {"code": "where", "kind": "address", "personal": True, "label": text("Where do you live?", "¿Dónde vive?")},
    {"code": "site", "kind": "address", "label": text("Where is the tree?", "¿Dónde está el árbol?")},
]


@pytest.fixture(autouse=True)
def _form(db: None) -> None:
    a_catalogue()
    an_enquiry_type("tree-down", form=FORM)


@pytest.mark.req("CU-02")
@pytest.mark.parametrize(("path", "note"), [("en", NOTE), ("es", "Ya pusimos lo que nos había dicho")])
def test_what_a_customer_told_before_stands_in_the_next_form(client: Client, path: str, note: str) -> None:
    case = a_case(phone="+15555550142")
    assert case.customer
    actions.add_address(case.customer.pk, actor=SYSTEM, lines=LINES)
    prove(client, case, path)
    page = client.get(f"/{path}/forms/tree-down/").text
    for known in ("Rosa Vale", "rosa@mail.example", "+15555550142"):
        assert f'value="{known}"' in page
    # The address that is the customer's own, and not that of the tree.
    assert page.count("12 Mill Lane") == 1
    assert note in page


def test_nobody_else_is_shown_it(client: Client) -> None:
    case = a_case()
    prove(client, case)
    other = Client().get("/en/forms/tree-down/").text
    assert "rosa@mail.example" not in other and NOTE not in other
    left = client.post("/en/track/leave/", {"next": "/en/forms/tree-down/"})
    assert left.headers["Location"] == "/en/forms/tree-down/"
    elsewhere = client.post("/en/track/leave/", {"next": "https://elsewhere.example/"})
    assert elsewhere.headers["Location"] == "/en/track/"
    assert "rosa@mail.example" not in client.get("/en/forms/tree-down/").text


def test_a_case_without_a_customer_fills_in_nothing(client: Client) -> None:
    case = an_anonymous_case(SECRET)
    client.post("/en/track/", {"reference": case.reference, "secret": SECRET})
    assert NOTE not in client.get("/en/forms/tree-down/").text
