"""Why a promise was missed is asked on the page of the case."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.domain.cases.models import Breach, BreachReason, Case
from firstpoint.domain.cases.tests.make import a_taken_case
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.mark.req("CS-04")
def test_the_owner_is_asked_why_and_everybody_reads_it() -> None:
    a_catalogue()
    ana, ben = an_adviser(name="Ana Ruiz"), an_adviser()
    case = a_taken_case(ana)
    desk, other = a_desk_of(ana), a_desk_of(ben)
    address = f"/desk/cases/{case.reference}/"
    assert "Missed promises" not in desk.get(address).text
    missed = clock.now() - timedelta(hours=1, microseconds=7)
    Case.objects.filter(pk=case.pk).update(first_answer_due_at=missed)
    page = desk.get(address).text
    assert "Why was it missed?" in page
    at = page.split('name="at" value="')[1].split('"')[0]
    why = {"promise": "first_answer", "tier": "0", "at": at, "reason": "complexity"}
    assert "Why was it missed?" not in other.get(address).text
    other.post(f"{address}missed/", why)
    assert not Breach.objects.exists()
    page = desk.post(f"{address}missed/", why, follow=True).text
    assert "The reason is noted." in page
    assert "Ana Ruiz said why a promise was missed" in page
    assert Breach.objects.get().reason == BreachReason.COMPLEXITY
    assert "More complex than usual · Ana Ruiz" in other.get(address).text


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"at": "yesterday"}, 404), ({"at": "2026-02-30T10:00"}, 404), ({"tier": "x"}, 404), ({"reason": ""}, 409)],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, str], status: int) -> None:
    a_catalogue()
    ana = an_adviser()
    case = a_taken_case(ana)
    why = {"promise": "first_answer", "tier": "0", "at": case.first_answer_due_at.isoformat(), "reason": "system"}
    response = a_desk_of(ana).post(f"/desk/cases/{case.reference}/missed/", why | wrong)
    assert response.status_code == status
    assert not Breach.objects.exists()
