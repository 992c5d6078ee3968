"""Staff read what concerns them, at the bell of every page; nobody is told of what they may not see."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.people.models import Notice, User
from firstpoint.domain.people.tests.make import a_department, an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def sam() -> User:
    return an_adviser(name="Sam Poe")


@pytest.fixture
def desk(sam: User) -> Client:
    return a_desk_of(sam)


def test_without_any_it_says_what_comes_here(desk: Client) -> None:
    assert "Nothing new" in desk.get("/desk/notices/").text


def test_a_mention_rings_the_bell_and_leads_to_the_case(desk: Client, sam: User) -> None:
    ana = an_adviser(name="Ana Ruiz")
    case = a_taken_case(ana)
    actions.add_note(case.pk, actor=ana.acting(), body="@Sam Poe can you look?")
    assert "<strong>1</strong>" in desk.get("/desk/").text
    assert "<strong>1</strong>" in desk.get("/desk/notices/count/").text
    page = desk.get("/desk/notices/").text
    assert "You were mentioned in a note" in page
    assert "Ana Ruiz" in page
    opened = desk.post(f"/desk/notices/{Notice.objects.get().pk}/")
    assert opened.url == f"/desk/cases/{case.reference}/"
    assert "<strong>1</strong>" not in desk.get("/desk/notices/count/").text


def test_all_are_read_at_once(desk: Client, sam: User) -> None:
    case: Case = a_taken_case(sam)
    for _twice in range(2):
        customer_writes(case)
    assert "<strong>2</strong>" in desk.get("/desk/").text
    assert "All notices are read." in desk.post("/desk/notices/read/", follow=True).text
    assert not Notice.objects.filter(read_at=None).exists()


def test_nobody_reads_anothers_and_a_case_that_went_out_of_sight_is_not_named(desk: Client, sam: User) -> None:
    benefits = a_department("benefits")
    sam.departments.add(benefits)
    home = an_adviser(departments=[benefits])
    case = a_case(a_restricted_type())
    actions.add_note(case.pk, actor=home.acting(), body="@Sam Poe")
    [mention] = Notice.objects.all()
    assert a_desk_of(home).post(f"/desk/notices/{mention.pk}/").status_code == 404
    assert case.reference in desk.get("/desk/notices/").text
    sam.departments.clear()
    assert case.reference not in desk.get("/desk/notices/").text
    assert desk.post(f"/desk/notices/{mention.pk}/").url == "/desk/notices/"
