"""What could not be read waits in sight of supervisors, is shown safely, and is read again or discarded."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from django.test import Client

from firstpoint.channels.tasks import receive_input
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.intake import actions
from firstpoint.domain.intake.models import RawState
from firstpoint.domain.intake.tests.make import a_quarantined_input, an_accepted_input, an_incoming
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser
from firstpoint.doors.desk.intake.views import BYTES_SHOWN, as_hex, as_text
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.tests.make import a_desk_of

INTAKE = "/desk/intake/"


@pytest.fixture
def desk(db: Any) -> Client:
    a_catalogue()
    return a_desk_of(a_supervisor())


def quarantined(content: bytes, reason: str = "It cannot be read.") -> Any:
    raw = an_accepted_input(content)
    actions.quarantine_input(raw.pk, actor=SYSTEM, reason=reason)
    return raw


@pytest.mark.req("CH-08")
def test_what_cannot_be_read_waits_with_its_reason(desk: Client) -> None:
    assert "Nothing waits" in desk.get(INTAKE).text
    raw = an_accepted_input(b"\xff\xfe\x00 not a form <script>alert(1)</script>")
    receive_input(raw.pk)
    page = desk.get(INTAKE).text
    assert f'href="{INTAKE}{raw.pk}/"' in page
    assert "This is not a form that the site has stored" in page
    shown = desk.get(f"{INTAKE}{raw.pk}/").text
    assert "ff fe 00 20 6e 6f 74" in shown
    assert "<script>alert" not in shown
    look = Event.objects.get(type="input.viewed")
    assert (look.subject_id, look.is_look) == (raw.pk, True)


@pytest.mark.req("PV-02")
def test_content_that_comes_back_with_an_error_is_a_look_too(desk: Client) -> None:
    raw = quarantined(b"Rosa Vale wrote this")
    assert "Rosa Vale wrote this" in desk.post(f"{INTAKE}{raw.pk}/", {"reason": ""}).text
    assert Event.objects.get(type="input.viewed").subject_id == raw.pk


@pytest.mark.req("CH-08")
def test_a_person_has_it_read_again(desk: Client) -> None:
    raw = quarantined(an_incoming().to_bytes(), "The reader was broken that day.")
    before = ProcrastinateJob.objects.filter(task_name="receive_input").count()
    assert "It is read once more." in desk.post(f"{INTAKE}{raw.pk}/retry/", follow=True).text
    assert ProcrastinateJob.objects.filter(task_name="receive_input").count() == before + 1
    receive_input(raw.pk)
    raw.refresh_from_db()
    assert raw.state == RawState.RECEIVED
    assert raw.contact.case_link.case.reference
    assert desk.get(f"{INTAKE}{raw.pk}/").status_code == 404
    assert desk.post(f"{INTAKE}{raw.pk}/retry/").status_code == 409


@pytest.mark.req("CH-08")
def test_what_still_cannot_be_read_comes_back(desk: Client) -> None:
    raw = a_quarantined_input()
    desk.post(f"{INTAKE}{raw.pk}/retry/")
    assert "Nothing waits" in desk.get(INTAKE).text
    receive_input(raw.pk)
    assert f'href="{INTAKE}{raw.pk}/"' in desk.get(INTAKE).text


@pytest.mark.req("CH-08")
def test_a_person_discards_it_with_a_reason(desk: Client) -> None:
    raw = a_quarantined_input()
    for empty in ("", "   "):
        response = desk.post(f"{INTAKE}{raw.pk}/", {"reason": empty})
        assert response.status_code == 422
        assert "data-error-summary" in response.text
    assert "The raw input is kept" in desk.post(f"{INTAKE}{raw.pk}/", {"reason": "An advert."}, follow=True).text
    raw.refresh_from_db()
    assert (raw.state, raw.reason) == (RawState.DISCARDED, "An advert.")
    assert bytes(raw.content)
    assert Event.objects.filter(type="input.discarded", subject_id=raw.pk).exists()
    assert desk.post(f"{INTAKE}{raw.pk}/", {"reason": "Again."}).status_code == 404


def test_large_input_is_shown_in_part_and_saved_whole(desk: Client) -> None:
    content = ("é" * BYTES_SHOWN).encode()
    raw = quarantined(b"x" + content)
    page = desk.get(f"{INTAKE}{raw.pk}/")
    assert "Only the first 32.0" in page.text
    assert page.context["content"] == "x" + "é" * (BYTES_SHOWN // 2 - 1)
    file = desk.get(f"{INTAKE}{raw.pk}/file/")
    assert file.content == b"x" + content
    assert file.headers["Content-Disposition"] == f'attachment; filename="input-{raw.pk}.bin"'
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(type="input.viewed", subject_id=raw.pk).count() == 2


@pytest.mark.parametrize("make", [an_adviser, an_administrator])
def test_others_see_none_of_it(desk: Client, make: Any) -> None:
    raw = a_quarantined_input()
    other = a_desk_of(make())
    assert other.get(INTAKE).status_code == 403
    for path in ("", "file/"):
        assert other.get(f"{INTAKE}{raw.pk}/{path}").status_code == 404
    assert other.post(f"{INTAKE}{raw.pk}/", {"reason": "Mine."}).status_code == 404
    assert other.post(f"{INTAKE}{raw.pk}/retry/").status_code == 403


def test_the_list_has_pages_and_costs_the_same(desk: Client, django_assert_num_queries: Any) -> None:
    first = a_quarantined_input()
    for _ in range(PAGE_SIZE):
        last = a_quarantined_input()
    # Session, user, their departments, the quarantine, the agency, what waits.
    with django_assert_num_queries(10):
        page = desk.get(INTAKE)
    assert f'href="{INTAKE}{first.pk}/"' in page.text
    assert f'href="{INTAKE}{last.pk}/"' not in page.text
    assert f'href="{INTAKE}{last.pk}/"' in desk.get(INTAKE + page.context["page"].next_url).text


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_nothing_hidden_is_in_what_is_shown(content: bytes) -> None:
    text = as_text(content)
    for shown in (as_hex(content), "" if text is None else text):
        assert all(unicodedata.category(sign) not in ("Cc", "Cf") or sign in "\n\t" for sign in shown)


@given(st.text(st.characters(exclude_categories=["C"]), max_size=200), st.integers(0, 3))
def test_text_cut_in_the_middle_of_a_letter_is_text_still(text: str, cut: int) -> None:
    content = text.encode()
    shown = as_text(content[: len(content) - cut])
    assert shown is not None
    assert text.startswith(shown)
    assert len(text) - len(shown) <= cut


@given(st.binary(max_size=400))
def test_hexadecimal_holds_every_byte(content: bytes) -> None:
    assert b"".join(bytes.fromhex(row[10:57]) for row in as_hex(content).split("\n") if row) == content
