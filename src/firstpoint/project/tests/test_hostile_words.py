"""Whatever people write stays words: on pages, in files' names and in mail, and is in no journal and no job."""

import json
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from firstpoint.channels import tasks
from firstpoint.channels.models import DemoMessage
from firstpoint.core.models import Event, RateCount
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_long_form
from firstpoint.domain.contacts.models import Attachment, Message
from firstpoint.domain.people.models import Role
from firstpoint.domain.people.tests.make import a_member_of_staff, a_supervisor, an_administrator, an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.doors.desk.tests.signing_in import choose_password, sign_in
from firstpoint.doors.public.contact.tests.make import delivered_digits, hidden, send

SCRIPT = "<script>alert(1)</script>"
TAG = '"><img src=x onerror=alert(1)>'
TURNED = "\u202egpj.exe"
NAME = f"Rosa {SCRIPT}{TURNED}"
FILE_NAME = f"..\\..\\{TAG}{TURNED}\u2028Set-Cookie: a=b.pdf"
HOUSE = "/en/forms/unsafe-housing/"
WRITTEN = {
    "title": f"Mold {SCRIPT}",
    "details": f"{TAG}\n{SCRIPT} =HYPERLINK(1) 漢字 عربى " + "x" * 3000,
    "cause": "water",
    "is_owner": "no",
    "landlord": f"Mr. {TAG}",
    "reach-name": NAME,
    "reach-email": "rosa@mail.example",
    "journey-search": SCRIPT,
}
PDF = b"%PDF-1.4\n" + b"x" * 100


@pytest.fixture
def sent(db: Any) -> Client:
    """Return the browser of somebody who has sent a hostile form with a file, and has proved the case."""
    a_catalogue()
    a_long_form()
    browser = Client()
    form = {**WRITTEN, "photo": SimpleUploadedFile(FILE_NAME, PDF, content_type="text/html")}
    assert send(browser, HOUSE, form).status_code == 302
    case = Case.objects.get()
    browser.post("/en/track/", {"reference": case.reference, "contact_point": "rosa@mail.example"})
    assert browser.post("/en/track/code/", {"digits": delivered_digits()}).status_code == 302
    return browser


def is_only_words(response: Any) -> None:
    assert response.status_code == 200
    page = response.text
    for hostile in (SCRIPT, "<img src=x", "\u202e"):
        assert hostile not in page
    assert "&lt;script&gt;" in page or "&lt;img" in page


@pytest.mark.req("PV-06")
def test_on_every_page_it_is_words_and_files_are_downloads(sent: Client) -> None:
    case = Case.objects.get()
    desk = a_desk_of(a_supervisor())
    for browser, address in (
        (sent, f"/en/track/{case.reference}/"),
        (desk, f"/desk/cases/{case.reference}/"),
        (desk, f"/desk/cases/{case.reference}/?fragment=1"),
        (desk, f"/desk/customers/{case.customer_id}/"),
        (desk, "/desk/customers/"),
        (desk, "/desk/cases/"),
        (desk, "/desk/"),
    ):
        is_only_words(browser.get(address))
    file = Attachment.objects.get()
    assert "\u202e" not in file.name
    assert "/" not in file.name
    assert "\\" not in file.name
    for browser, address in ((sent, f"/en/track/{case.reference}/"), (desk, f"/desk/cases/{case.reference}/")):
        response = browser.get(f"{address}files/{file.pk}/")
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert response.headers["Content-Disposition"].isascii()
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in response.headers
        assert "no-store" in response.headers["Cache-Control"]


def test_in_mail_it_makes_no_header(sent: Client) -> None:
    for message in Message.objects.filter(delivery="queued"):
        tasks.deliver_message(message.pk)
    for mail in DemoMessage.objects.all():
        assert "\n" not in mail.subject
        assert SCRIPT not in mail.subject + mail.body


def test_neither_journal_nor_jobs_nor_counts_hold_what_people_wrote(sent: Client) -> None:
    case = Case.objects.get()
    address = f"/en/track/{case.reference}/"
    form = {**hidden(sent.get(address)), "message": "Rosa Vale, rosa@mail.example, (555) 555-0142"}
    assert sent.post(f"{address}message/", form).status_code == 302
    assert send(Client(), "/en/forms/general-question/save/", {**WRITTEN, "question": "Mold"}).status_code == 302
    assert send(Client(), "/en/ask/", {**WRITTEN, "question": "Mold", "website-address": "x"}).status_code == 302
    ana = an_adviser(name="Ana Ruiz", email="ana@aldercounty.example")
    choose_password(ana)
    sign_in(ana, "not it")
    sign_in("stranger@mail.example")
    sign_in(ana)
    Client().post("/desk/account/password/forgotten/", {"email": ana.email})
    desk = a_desk_of(a_supervisor())
    desk.post(f"/desk/work/{case.work.pk}/take/")  # type: ignore[attr-defined]
    desk.post(f"/desk/cases/{case.reference}/answer/", {"answer-body": "Dear Rosa"})
    desk.get(f"/desk/customers/{case.customer_id}/")
    boss = a_desk_of(an_administrator())
    boss.post(
        "/desk/staff/invite/", {"email": "new@x.example", "name": "Neo", "roles": "editor", "tier": 0, "language": "en"}
    )
    boss.post(f"/desk/staff/{ana.pk}/deactivate/")
    assert Event.objects.count() > 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_event::text FROM core_event")
        journal = "\n".join(row for (row,) in cursor.fetchall())
    counts = "\n".join(RateCount.objects.values_list("key", flat=True))
    for personal in ("@", "Rosa", "Ana", "Neo", "Mold", "Mr.", "555-0142", "5550142", "alert"):
        assert personal not in journal
        assert personal not in counts
    for job in ProcrastinateJob.objects.all():
        assert set(job.args) <= {"subject_id", "timestamp"}, job.task_name
        assert all(isinstance(value, int) for value in job.args.values()), json.dumps(job.args)


@pytest.mark.req("PV-02")
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_handles_no_cases_does_nothing_to_them_and_sees_them_only_as_an_auditor(sent: Client, role: Role) -> None:
    case, file = Case.objects.get(), Attachment.objects.get()
    desk = a_desk_of(a_member_of_staff(role))
    shown = [f"/desk/cases/{case.reference}/", f"/desk/cases/{case.reference}/?fragment=1", "/desk/cases/"]
    shown += [f"/desk/customers/{case.customer_id}/", "/desk/customers/"]
    shown += [f"/desk/cases/{case.reference}/files/{file.pk}/", f"/desk/cases/?q={case.reference}"]
    looks = Event.objects.filter(is_look=True)
    for address in shown:
        response = desk.get(address, follow=True)
        assert (response.status_code == 200) == (role == Role.AUDITOR), address
        if role != Role.AUDITOR:
            assert "Rosa" not in response.text
    # The case itself three times, twice of these from the search, its customer and its file.
    assert looks.count() == (5 if role == Role.AUDITOR else 0)
    for address in ("/desk/mine/", "/desk/intake/", "/desk/intake/1/", "/desk/jobs/"):
        assert desk.get(address).status_code in (403, 404), address
    before = Event.objects.filter(is_look=False).count()
    for act in ("answer", "ask", "close", "step", "reopen", "put-back"):
        words = {f"{act}-body": "Hello", "close-outcome": "done", "close-note": "Done", "step-step": "1"}
        assert desk.post(f"/desk/cases/{case.reference}/{act}/", words).status_code in (403, 404), act
    for address in (
        f"/desk/work/{case.work.pk}/take/",
        "/desk/take-next/",
        "/desk/intake/1/retry/",
        "/desk/jobs/1/retry/",
    ):  # type: ignore[attr-defined]
        assert desk.post(address).status_code in (403, 404), address
    assert Event.objects.filter(is_look=False).count() == before


@pytest.mark.req("PV-02")
def test_supervisors_see_the_staff_and_change_nobody_and_advisers_see_nobody(db: Any) -> None:
    a_catalogue()
    other = an_adviser(name="Ana Ruiz")
    form = {"name": "Changed", "roles": "administrator", "tier": "0", "language": "en", "email": "x@y.example"}
    for actor, sees in ((a_supervisor(), 200), (an_adviser(), 403)):
        desk = a_desk_of(actor)
        assert desk.get("/desk/staff/").status_code == sees
        assert desk.get(f"/desk/staff/{other.pk}/").status_code == sees
        for address in ("invite/", f"{other.pk}/", f"{actor.pk}/"):
            assert desk.post(f"/desk/staff/{address}", form).status_code == 403
        for act in ("reset", "deactivate", "reactivate"):
            assert desk.post(f"/desk/staff/{other.pk}/{act}/").status_code in (403, 404)
        actor.refresh_from_db()
        assert Role.ADMINISTRATOR not in actor.roles
    other.refresh_from_db()
    assert (other.name, other.is_active) == ("Ana Ruiz", True)
