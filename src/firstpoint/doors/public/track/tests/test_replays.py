"""What was sent or proved before counts no second time, whatever became of the case meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case, Outcome
from firstpoint.domain.cases.tests.make import a_case, an_anonymous_case
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.contacts.models import Message
from firstpoint.doors.public.base import PROVEN
from firstpoint.doors.public.contact.tests.make import QUESTION, filled, hidden, reference_of
from firstpoint.doors.public.track.tests.make import SECRET, prove


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.mark.req("CH-08")
def test_a_form_sent_again_after_its_case_was_withdrawn_opens_nothing(client: Client) -> None:
    form = filled(client, "/en/ask/", QUESTION)
    client.post("/en/ask/", form)
    case = Case.objects.get()
    client.post(f"{prove(client, case)}withdraw/")
    assert client.post("/en/ask/", form).status_code == 302
    assert reference_of(client) == case.reference
    assert Case.objects.get().outcome == Outcome.WITHDRAWN


@pytest.mark.req("CH-08")
def test_a_message_sent_again_after_the_case_was_withdrawn_opens_nothing(client: Client) -> None:
    case = a_case()
    address = prove(client, case)
    form = {**hidden(client.get(address)), "message": "One more thing."}
    client.post(f"{address}message/", form)
    client.post(f"{address}withdraw/")
    assert client.post(f"{address}message/", form).status_code == 302
    assert Message.objects.filter(body="One more thing.").count() == 1
    assert Case.objects.get().outcome == Outcome.WITHDRAWN


@pytest.mark.req("SS-08")
def test_proofs_that_have_run_out_are_kept_nowhere_and_the_key_changes_with_each(client: Client) -> None:
    Agency.objects.update(codes_per_hour=100)
    keys = set()
    for number in range(5):
        with clock.frozen(clock.now() + timedelta(minutes=40 * number)):
            case = an_anonymous_case(SECRET)
            client.post("/en/track/", {"reference": case.reference, "secret": SECRET})
            keys.add(client.session.session_key)
            assert len(client.session[PROVEN]) <= 2
            assert client.get(f"/en/track/{case.reference}/").status_code == 200
    assert len(keys) == 5


@pytest.mark.req("SS-08")
def test_an_ipv6_subscriber_is_one_visitor() -> None:
    Agency.objects.update(codes_per_hour=3)
    case = an_anonymous_case(SECRET)
    statuses = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{number}").post(
            "/en/track/", {"reference": a_case().reference, "secret": SECRET}
        )
        for number in range(4)
    ]
    assert [response.status_code for response in statuses] == [422, 422, 422, 429]
    elsewhere = Client(REMOTE_ADDR="2001:db8:1:3::1")
    assert elsewhere.post("/en/track/", {"reference": case.reference, "secret": SECRET}).status_code == 302
