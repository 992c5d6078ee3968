"""Whatever somebody is and whatever cases there are: no path of the desk shows or gives what the one rule hides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from firstpoint.core import published
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type, an_enquiry_type
from firstpoint.domain.contacts.models import Attachment
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import STAFF_ROLES, SYSTEM, Role, User
from firstpoint.domain.people.tests.make import a_department, a_member_of_staff
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import WorkItem
from firstpoint.domain.routing.rights import visible_to as work_visible_to
from firstpoint.doors.desk.case.urls import urlpatterns as case_addresses
from firstpoint.doors.desk.tests.make import a_desk_of

DEPARTMENTS = ("benefits", "housing")
# Every address under a case that takes a form.
ACTS = sorted(
    part.removeprefix("cases/<str:reference>/")
    .strip("/")
    .replace("<int:pk>", "1")
    .replace("<str:other>", "K7M-4QX-2WPM")
    .replace("<str:name>", "answer")
    for part in (str(each.pattern) for each in case_addresses)
    if part.startswith("cases/<str:reference>/")
    and part.count("/") > 2
    and "files/" not in part
    and "print/" not in part
)


@dataclass(frozen=True)
class Someone:
    """A member of staff to be made."""

    roles: frozenset[Role]
    tier: int
    departments: frozenset[str]


@dataclass(frozen=True)
class Matter:
    """A case to be made: restricted to a department or not, of a tier, taken by the member of staff or waiting."""

    restricted_to: str
    tier: int
    is_owned: bool


STAFF = st.builds(
    Someone,
    st.frozensets(st.sampled_from(STAFF_ROLES), min_size=1, max_size=2),
    st.integers(1, 3),
    st.frozensets(st.sampled_from(DEPARTMENTS)),
)
MATTERS = st.lists(
    st.builds(Matter, st.sampled_from(("", *DEPARTMENTS)), st.integers(1, 2), st.booleans()), min_size=1, max_size=4
)


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


# Somebody who still owns a case of a department that they have left.
LEAVER = Someone(frozenset({Role.ADVISER}), 1, frozenset())


@contextmanager
def undone() -> Iterator[None]:
    """Leave the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
        published.forget()


def make_staff(someone: Someone, departments: frozenset[str]) -> User:
    chosen = [a_department(code) for code in departments]
    return a_member_of_staff(*someone.roles, tier=someone.tier, departments=chosen)


def make_case(number: int, matter: Matter) -> Case:
    """Bring in a case of Rosa Vale with a word and a file of its own."""
    version = (
        a_restricted_type(f"{matter.restricted_to}-{matter.tier}", tier=matter.tier, department=matter.restricted_to)
        if matter.restricted_to
        else an_enquiry_type(f"open-{matter.tier}", tier=matter.tier)
    )
    return a_case(version, body=f"secretword{number}")


def own(user: User, case: Case) -> None:
    """Let the user, who still has every department, take the case where they may."""
    item = WorkItem.objects.get(case=case)
    if user.acting().has_role(Role.ADVISER, Role.SUPERVISOR) and work_visible_to(user.acting()).filter(pk=item.pk):
        routing.take(item.pk, actor=user.acting())


def pages(desk: Client, cases: list[Case]) -> Iterator[tuple[str, Any]]:
    """Yield every page and fragment on which a case could show."""
    addresses = ["/desk/", "/desk/mine/", "/desk/cases/", "/desk/customers/"]
    addresses += [f"/desk/customers/{case.customer_id}/" for case in cases]
    addresses += [f"/desk/cases/?q={case.reference}" for case in cases]
    addresses += [f"/desk/cases/?state={case.state}" for case in cases]
    addresses += ["/desk/board/", *(f"/desk/board/queues/{case.work.queue.code}/" for case in cases)]
    addresses += [f"/desk/board/people/{case.owner_id}/" for case in Case.objects.filter(owner__isnull=False)]
    addresses += ["/desk/?fragment=1", "/desk/mine/?fragment=1"]
    addresses += [f"/desk/cases/{case.reference}/?fragment=1" for case in cases]
    addresses += [f"/desk/cases/{case.reference}/print/" for case in cases]
    addresses += [f"/desk/customers/{case.customer_id}/looks/" for case in cases]
    addresses += ["/desk/notices/", "/desk/notices/?fragment=1", "/desk/board/", "/desk/board/?fragment=1"]
    for address in dict.fromkeys(addresses):
        yield address, desk.get(address)
    for number, case in enumerate(cases):
        for words in (f"secretword{number}", case.reference, "Rosa Vale", "rosa@mail.example"):
            yield f"find {words}", desk.post("/desk/find/", {"q": words}, follow=True)


@pytest.mark.req("PV-02")
@settings(max_examples=8)
@example(LEAVER, [Matter("benefits", 1, True), Matter("", 1, True), Matter("housing", 2, False)])
@given(STAFF, MATTERS)
def test_no_path_shows_or_gives_what_the_rule_hides(someone: Someone, matters: list[Matter]) -> None:
    with undone():
        user = make_staff(someone, frozenset(DEPARTMENTS))
        cases = [make_case(number, matter) for number, matter in enumerate(matters)]
        for case, matter in zip(cases, matters, strict=True):
            if matter.is_owned:
                own(user, case)
        people.change_staff(
            user,
            actor=SYSTEM,
            name=user.name,
            roles=[*someone.roles, Role.ADMINISTRATOR],
            tier=someone.tier,
            departments=[a_department(code) for code in someone.departments],
            language="en",
        )
        user = User.objects.get(pk=user.pk)
        desk = a_desk_of(user)
        seen = set(visible_to(user.acting()).values_list("pk", flat=True))
        check_pages(desk, cases, seen)
        check_single(desk, cases, seen)
        check_taking(desk, user, cases, seen)


def check_pages(desk: Client, cases: list[Case], seen: set[int]) -> None:
    """No list, search or timeline names a hidden case or what was written in it."""
    for address, response in pages(desk, cases):
        words = response.text + response.headers.get("Location", "")
        for number, case in enumerate(cases):
            if case.pk not in seen:
                # What was asked for stands in the search box and in the address to come back to.
                asked = address.removeprefix("find ")
                told = words.replace(address, "").replace(f'value="{case.reference}"', "")
                told = told.replace(f'value="{asked}"', "").replace(f"“{asked}”", "")
                assert case.reference not in told, address
                assert f"secretword{number}" not in told, address
        if address.startswith("/desk/customers/") and address.endswith("/") and response.status_code == 200:
            shown = [case for case in cases if case.pk in seen]
            assert response.text.count("The case was opened") in (0, len(shown)), address


def check_single(desk: Client, cases: list[Case], seen: set[int]) -> None:
    """The page and the files of a hidden case are not there; those of others are."""
    for case in cases:
        allowed = 200 if case.pk in seen else 404
        assert desk.get(f"/desk/cases/{case.reference}/").status_code == allowed
        file = a_file_of(case)
        assert desk.get(f"/desk/cases/{case.reference}/files/{file.pk}/").status_code == allowed
        for other in cases:
            if other.pk != case.pk:
                assert desk.get(f"/desk/cases/{other.reference}/files/{file.pk}/").status_code == 404


def a_file_of(case: Case) -> Attachment:
    """Return the file of a case, sent the first time by the system with a message."""
    from firstpoint.core.files import store_upload
    from firstpoint.domain.cases.actions.telling import tell
    from firstpoint.domain.contacts.models import MessageKind

    found = Attachment.objects.filter(message__contact__case_link__case=case).first()
    if found is None:
        stored = store_upload(SimpleUploadedFile("letter.txt", b"Dear Rosa"))
        file = Attachment(
            name=stored.name, content_type=stored.content_type, size=stored.size, stored_as=stored.stored_as
        )
        tell(case, actor=SYSTEM, kind=MessageKind.NOTICE, body="See the letter.", files=[file])
        found = Attachment.objects.get(message__contact__case_link__case=case)
    return found


def check_taking(desk: Client, user: User, cases: list[Case], seen: set[int]) -> None:
    """Neither the next nor a chosen piece of work is one that is hidden; no act reaches a hidden case."""
    owned_before = set(Case.objects.filter(owner=user).values_list("pk", flat=True))
    for case in cases:
        desk.post(f"/desk/work/{case.work.pk}/take/")
        if case.pk not in seen:
            for act in ACTS:
                response = desk.post(f"/desk/cases/{case.reference}/{act}/", {f"{act}-body": "Hello"})
                assert response.status_code == 404, act
    for _ in range(len(cases) + 1):
        desk.post("/desk/take-next/")
    owned_now = set(Case.objects.filter(owner=user).values_list("pk", flat=True))
    assert owned_now - owned_before <= seen
