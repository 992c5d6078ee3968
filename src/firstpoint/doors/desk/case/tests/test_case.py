"""A case is found, and its page shows all that is known about it to those who may see it."""

from datetime import timedelta
from typing import Any

import pytest

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_closed_case, a_taken_case, an_anonymous_case
from firstpoint.domain.catalogue.tests.make import LONG_FORM, a_catalogue, a_long_form, a_restricted_type
from firstpoint.domain.contacts import actions as contacts
from firstpoint.domain.contacts.models import Attachment, Message
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser, an_auditor
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def ana() -> User:
    return an_adviser(name="Ana Ruiz")


@pytest.fixture
def desk(ana: User) -> Client:
    return a_desk_of(ana)


def page_of(desk: Client, case: Case) -> str:
    response = desk.get(f"/desk/cases/{case.reference}/")
    assert response.status_code == 200
    return response.text


def test_cases_are_listed_newest_first_and_by_state(desk: Client, ana: User) -> None:
    old, closed = a_case(), a_closed_case(ana)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        new = a_case()
    page = desk.get("/desk/cases/").text
    assert page.index(new.reference) < page.index(closed.reference) < page.index(old.reference)
    page = desk.get("/desk/cases/", {"state": "closed"}).text
    assert closed.reference in page
    assert old.reference not in page
    assert "There are no such cases" in desk.get("/desk/cases/", {"state": "nonsense\0"}).text


def test_long_lists_go_on_from_where_they_were(desk: Client) -> None:
    cases = [a_case() for _ in range(PAGE_SIZE + 2)]
    first = desk.get("/desk/cases/").text
    onward = first.split('href="?before=')[1].split('"')[0]
    second = desk.get("/desk/cases/", {"before": onward}).text
    assert [case.reference in first for case in cases] == [False, False] + [True] * PAGE_SIZE
    assert [case.reference in second for case in cases] == [True, True] + [False] * PAGE_SIZE


@pytest.mark.req("CS-02")
def test_a_reference_leads_to_its_case_however_it_is_typed(desk: Client) -> None:
    case = a_case()
    typed = case.reference.replace("-", " ").lower()
    assert desk.get("/desk/cases/", {"q": typed}).headers["Location"] == f"/desk/cases/{case.reference}/"
    assert "Rosa Vale" in desk.get("/desk/cases/", {"q": "Rosa Vale"}, follow=True).text
    assert desk.get(f"/desk/cases/{typed}/").headers.get("Location", "") == ""


@pytest.mark.req("CU-01")
def test_the_page_shows_the_case_and_its_customer(desk: Client, ana: User) -> None:
    earlier = a_closed_case(ana, phone="+15555550123")
    case = a_taken_case(
        ana,
        a_long_form() if ana.tier == 2 else None,
        phone="+15555550123",
        body="How do I get a library card?",
        journey={"search": "library card", "article": "get-a-library-card"},
    )
    page = page_of(desk, case)
    for words in (
        case.reference,
        "General question",
        "First answer promised:",
        "Owner: Ana Ruiz",
        "How do I get a library card?",
        "Rosa Vale",
        "rosa@mail.example",
        "+1 555-555-0123",
        "library card",
        "get-a-library-card",
        earlier.reference,
        "Ana Ruiz became the owner",
        "We are checking",
    ):
        assert words in page, words


@pytest.mark.req("CU-06")
@pytest.mark.req("SS-04")
def test_the_case_shows_which_answers_were_offered_while_they_wrote_and_which_they_opened(desk: Client) -> None:
    an_article("bill")
    an_article("leak", english("A leak"))
    plain = a_case(body="Where is my bill?", journey={"search": "bill"})
    journey = {"search": "bill", "article": "bill", "offered": "bill leak gone", "taken": "leak"}
    case = a_case(body="Where is my bill?", journey=journey)
    page = page_of(desk, case)
    assert "Answers offered while they wrote" in page
    offered = page[page.index('class="desk-offered"') :].partition("</ul>")[0]
    for words in ('articles/bill/">Pay your water bill</a></li>', 'articles/leak/">A leak</a> <span', "<li>gone</li>"):
        assert words in offered, words
    assert offered.count("opened") == 1
    assert "Answers offered" not in page_of(desk, plain)


@pytest.mark.req("SS-06")
def test_answers_of_the_form_are_read_back_in_the_desks_language(ana: User) -> None:
    answers = {"title": "No heating", "cause": "heat", "is_owner": "no", "rent": "950.00"}
    assert {field["code"] for field in LONG_FORM} > answers.keys()
    case = a_case(a_long_form(), answers=answers)
    assert "Heating" in page_of(a_desk_of(ana), case)
    assert "Calefacción" in page_of(a_desk_of(an_adviser(language="es")), case)


def test_delivery_is_told_in_words(desk: Client) -> None:
    case = a_case()
    message = Message.objects.get(to="rosa@mail.example")
    assert "On its way: rosa@mail.example" in page_of(desk, case)
    contacts.note_delivery(message, actor=SYSTEM, failure="Mailbox is full")
    assert "Could not be delivered: rosa@mail.example. Mailbox is full" in page_of(desk, case)
    assert "A message could not be delivered: E-mail" in desk.get(f"/desk/customers/{case.customer_id}/").text


@pytest.mark.req("CU-04")
def test_somebody_anonymous_stays_so(desk: Client) -> None:
    page = page_of(desk, an_anonymous_case())
    assert "Anonymous. They read the answer on the site" in page
    assert "To be read on the site" in page


def test_what_customers_write_is_shown_as_text(desk: Client) -> None:
    page = page_of(desk, a_case(body="<script>alert(1)</script>\n\n=1+1"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.req("CS-02")
def test_files_are_downloads_of_their_own_case_only(desk: Client) -> None:
    upload = SimpleUploadedFile("año nuevo.txt", b"Happy new year")
    case, other = a_taken_case(an_adviser(name="Ben Ode")), a_case()
    attach(case, upload)
    attachment = Attachment.objects.get()
    assert "año nuevo.txt" in page_of(desk, case)
    address = f"/desk/cases/{case.reference}/files/{attachment.pk}/"
    response = desk.get(address)
    assert b"".join(response.streaming_content) == b"Happy new year"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert desk.get(f"/desk/cases/{other.reference}/files/{attachment.pk}/").status_code == 404
    assert Event.objects.filter(type="case.viewed", case_id=case.pk).count() == 2


def attach(case: Case, upload: SimpleUploadedFile) -> None:
    """Send a file to the customer with an answer of a supervisor."""
    from firstpoint.core.files import store_upload

    stored = store_upload(upload)
    file = Attachment(name=stored.name, content_type=stored.content_type, size=stored.size, stored_as=stored.stored_as)
    actions.answer_case(case.pk, actor=a_supervisor().acting(), body="See the file.", files=[file])


def test_only_the_owner_or_a_supervisor_can_write(desk: Client, ana: User) -> None:
    waiting, own, others = a_case(), a_taken_case(ana), a_taken_case(an_adviser(name="Ben Ode"))
    assert "Take this case" in page_of(desk, waiting)
    assert "Send the answer" not in page_of(desk, waiting)
    assert "Send the answer" in page_of(desk, own)
    assert "Ben Ode owns this case. Only they or a supervisor can answer." in page_of(desk, others)
    assert "Send the answer" in page_of(a_desk_of(a_supervisor()), others)


def test_an_auditor_reads_and_can_do_nothing(ana: User) -> None:
    auditor = a_desk_of(an_auditor())
    for case in (a_case(), a_taken_case(ana), a_closed_case(ana)):
        page = page_of(auditor, case)
        main = page[page.index('<main class="desk-main"') : page.index("</main>")]
        assert "<button" not in main
        assert auditor.post(f"/desk/cases/{case.reference}/reopen/").status_code == 403


def test_work_of_another_tier_is_seen_but_not_offered(desk: Client) -> None:
    assert "Take this case" not in page_of(desk, a_case(a_long_form()))


@pytest.mark.req("PV-02")
def test_a_restricted_case_is_not_there_for_other_departments(desk: Client) -> None:
    case = a_case(a_restricted_type())
    assert desk.get(f"/desk/cases/{case.reference}/").status_code == 404
    insider = a_desk_of(an_adviser(departments=[a_department("benefits")]))
    assert "Only for Benefits" in page_of(insider, case)


def test_a_live_screen_gets_the_messages_alone(desk: Client) -> None:
    case = a_case()
    assert f'data-live="case message" data-live-url="/desk/cases/{case.reference}/"' in page_of(desk, case)
    fragment = desk.get(f"/desk/cases/{case.reference}/", {"fragment": "1"}).text
    assert "How do I get a library card?" in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("number", [1, 9])
def test_the_list_costs_the_same_however_many_rows(number: int, desk: Client, django_assert_num_queries: Any) -> None:
    for _ in range(number):
        a_case()
    desk.get("/desk/cases/")  # Agency and queues are read once and kept.
    # Session, user, departments; the rows; what the adviser can be given, waits, notices.
    with django_assert_num_queries(8):
        desk.get("/desk/cases/")


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_costs_the_same_however_long_its_thread(
    number: int, desk: Client, ana: User, django_assert_num_queries: Any
) -> None:
    case = a_taken_case(ana)
    for _ in range(number):
        actions.answer_case(case.pk, actor=ana.acting(), body="One more thing.")
        a_closed_case(ana)
    page_of(desk, case)  # Agency and queues are read once and kept.
    # Session, user, departments; the case; the look with its savepoint (3); thread and files; what it is likely about;
    # hand-offs; notes, tasks, parties, linked cases, clocks; contact points, address, other cases; timeline and its
    # names; drafts; what is kept; what the adviser can be given, waits, notices.
    with django_assert_num_queries(27):
        page_of(desk, case)
