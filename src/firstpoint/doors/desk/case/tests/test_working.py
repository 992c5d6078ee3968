"""Staff work on a case among themselves: notes, tasks, parties, linked, merged and split cases, honest closure."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case, CaseLink, Party, Task
from firstpoint.domain.cases.queries import thread
from firstpoint.domain.cases.tests.make import a_case, a_taken_case, customer_writes
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_restricted_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import an_adviser, an_auditor
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


@pytest.fixture
def case(ana: User) -> Case:
    return a_taken_case(ana)


def address(case: Case, act: str = "") -> str:
    return f"/desk/cases/{case.reference}/{f'{act}/' if act else ''}"


def do(desk: Client, case: Case, act: str, **fields: Any) -> Any:
    name = act.replace("-", "_")
    return desk.post(address(case, act), {f"{name}-{field}": value for field, value in fields.items()}, follow=True)


@pytest.mark.req("CS-02")
def test_a_note_stands_on_the_page_and_its_markup_is_only_text(desk: Client, case: Case) -> None:
    assert "Only staff see them" in desk.get(address(case)).text
    page = do(desk, case, "note", body="<b>Check</b> the lease.\nThen call.").text
    assert "&lt;b&gt;Check&lt;/b&gt; the lease.<br>Then call." in page
    assert do(desk, case, "note", body=" ").status_code == 422


@pytest.mark.req("CS-02")
def test_a_task_is_added_ticked_off_and_put_back(desk: Client, case: Case) -> None:
    page = do(desk, case, "task", title="Call the school", due_on="2026-03-09").text
    assert "by March 9, 2026" in page
    task = Task.objects.get()
    desk.post(address(case, f"tasks/{task.pk}"))
    assert "Done. Put back:" in desk.get(address(case)).text
    desk.post(address(case, f"tasks/{task.pk}"), {"undo": ""})
    assert "Tick off:" in desk.get(address(case)).text
    assert do(desk, case, "task", title="x", due_on="soon").status_code == 422


@pytest.mark.req("CS-02")
def test_others_of_the_matter_are_added_and_removed(desk: Client, case: Case) -> None:
    page = do(desk, case, "party", role="representative", name="Joan Vale", reached_at="(555) 555-0140").text
    assert "Joan Vale" in page
    assert "Speaks for the customer" in page
    gone = desk.post(address(case, f"parties/{Party.objects.get().pk}/remove"), follow=True).text
    assert "Nobody besides the customer." in gone


@pytest.mark.req("CS-02")
def test_cases_are_linked_by_reference_and_untied(desk: Client, case: Case) -> None:
    other, hidden = a_case(), a_case(a_restricted_type())
    for unknown in ("K7M-4QX-2WPM", hidden.reference, "?"):
        assert "There is no such case" in do(desk, case, "link", reference=unknown, kind="related").text
    page = do(desk, case, "link", reference=other.reference.replace("-", " ").lower(), kind="child").text
    assert "Part of this:" in page
    assert other.reference in page
    closing = do(desk, case, "close", outcome="done", note="Done.").text
    assert f"Parts of this case are still open: {other.reference}" in closing
    desk.post(address(case, f"links/{other.reference}/remove"))
    assert not CaseLink.objects.exists()


@pytest.mark.req("CS-02")
def test_a_case_goes_on_in_another_of_the_customer(desk: Client, case: Case, ana: User) -> None:
    again = a_taken_case(ana)
    assert case.reference in desk.get(address(again, "merge")).text
    page = do(desk, again, "merge", into_id=case.pk).text
    assert "The case goes on in the other one." in page
    assert "Outcome: Continued in another case" in page
    assert "Goes on here:" in desk.get(address(case)).text


@pytest.mark.req("CS-02")
def test_another_matter_is_split_off(desk: Client, case: Case) -> None:
    case = customer_writes(case, body="And my bin is broken.")
    about_bin = thread(case).get(body="And my bin is broken.")
    page = do(desk, case, "split", message_ids=[about_bin.pk], version=case.enquiry_type_id, summary="A broken bin")
    assert "A new case was opened" in page.text
    assert "Split off:" in page.text
    assert Case.objects.exclude(pk=case.pk).get().summary == "A broken bin"


@pytest.mark.req("CS-03")
def test_not_ours_says_whose_it_is(desk: Client, case: Case) -> None:
    refused = do(desk, case, "close", outcome="not_ours", note="Please ask them.")
    assert refused.status_code == 409
    assert "Say whose matter it is" in refused.text
    assert "Please ask them." in refused.text
    do(desk, case, "close", outcome="not_ours", note="Please ask them.", evidence="State Water Board")
    last = thread(case).filter(kind="outcome").get()
    assert "This is a matter for: State Water Board." in last.body


@pytest.mark.req("CS-05")
def test_first_point_resolution_is_said_of_what_happened(desk: Client, case: Case, ana: User) -> None:
    do(desk, case, "close", outcome="answered", note="At any library.")
    assert "Resolved at first point" in desk.get(address(case)).text
    other = customer_writes(a_taken_case(ana))
    actions.close_case(other.pk, actor=ana.acting(), outcome="answered", note="At any library.")
    assert "Resolved at first point" not in desk.get(address(other)).text


def test_an_auditor_reads_notes_and_writes_none(case: Case, ana: User) -> None:
    actions.add_note(case.pk, actor=ana.acting(), body="Look at the lease.")
    page = a_desk_of(an_auditor()).get(address(case)).text
    assert "Look at the lease." in page
    assert "Write a note" not in page


@pytest.mark.req("CS-02")
def test_a_case_is_printed_whole_with_what_its_reader_may_see(desk: Client, case: Case, ana: User) -> None:
    actions.add_note(case.pk, actor=ana.acting(), body="Look at the lease.")
    actions.add_task(case.pk, actor=ana.acting(), title="Call the school")
    page = desk.get(address(case, "print")).text
    for said in ("How do I get a library card?", "Look at the lease.", "Call the school", "Ana Ruiz became the owner"):
        assert said in page
    assert page.count("<form") == desk.get("/desk/notices/").text.count("<form")
    hidden = a_case(a_restricted_type())
    assert desk.get(address(hidden, "print")).status_code == 404
