"""A form is saved, its link opens it for whoever reads the code, and it ends when it is sent or too old."""

from datetime import timedelta
from typing import Any

import pytest

from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.actions import publish_enquiry_type
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.catalogue.tests.make import an_enquiry_type, field
from firstpoint.domain.customers.models import OneTimeCode
from firstpoint.domain.intake.models import Draft
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public.contact.tests.make import (
    HOUSING,
    delivered_digits,
    delivered_link,
    filled,
    hidden,
    page,
    send,
)

HOUSE = "/en/forms/unsafe-housing/"
HALF: dict[str, Any] = {
    "title": "Mold",
    "since_month": "13",
    "since_year": "20",
    "cause": "other",
    "rooms": ["kitchen", "bath"],
    "home_line1": "12 Main St",
    "reach-email": "Rosa@Mail.example",
}


def saved(client: Client, typed: dict[str, Any] = HALF) -> Draft:
    assert client.post(f"{HOUSE}save/", filled(client, HOUSE, typed)).status_code == 302
    return Draft.objects.latest("id")


def proved(client: Client, draft: Draft) -> str:
    """Go from the link over the code to the form; return the form's address."""
    link = delivered_link(draft)
    assert client.post(link).headers["Location"] == f"{link}code/"
    response = client.post(f"{link}code/", {"digits": delivered_digits()})
    assert response.status_code == 302
    return str(response.headers["Location"])


@pytest.mark.req("SS-06")
def test_a_half_filled_form_is_saved_with_an_address_alone(client: Client) -> None:
    response = client.post(f"{HOUSE}save/", filled(client, HOUSE, HALF))
    assert response.headers["Location"] == "/en/drafts/saved/"
    assert "We have sent a link" in page(client.get("/en/drafts/saved/"))
    draft = Draft.objects.get()
    assert (draft.kind, draft.destination) == ("email", "rosa@mail.example")
    assert draft.answers["since"] == {"month": "13", "year": "20"}
    assert not Case.objects.exists()


@pytest.mark.req("SS-06")
def test_the_link_and_a_code_bring_everything_back(client: Client) -> None:
    draft = saved(client)
    elsewhere = Client()
    text = page(elsewhere.get(proved(elsewhere, draft)))
    for kept in ('value="Mold"', 'value="13"', 'value="20"', 'value="12 Main St"', 'value="Rosa@Mail.example"'):
        assert kept in text
    assert text.count("checked") == 3


@pytest.mark.req("SS-06")
def test_the_link_alone_shows_nothing_that_was_typed(client: Client) -> None:
    link = delivered_link(saved(client))
    stranger = Client()
    for path in (link, f"{link}code/", f"{link}form/"):
        text = page(stranger.get(path, follow=True))
        assert "Mold" not in text
        assert "12 Main St" not in text
        assert "mail.example" not in text


@pytest.mark.req("SS-06")
def test_saving_again_keeps_one_draft_and_sending_ends_it(client: Client) -> None:
    draft = saved(client)
    form_page = client.get(proved(client, draft))
    again = {**hidden(form_page), **HALF, "title": "Black mold"}
    client.post(f"{HOUSE}save/", again)
    assert Draft.objects.get().answers["title"] == "Black mold"
    response = client.post(HOUSE, {**hidden(form_page), **HOUSING})
    assert response.headers["Location"] == "/en/sent/"
    assert not Draft.objects.exists()
    assert Case.objects.count() == 1


@pytest.mark.req("SS-06")
def test_the_draft_survives_a_form_that_comes_back_with_errors(client: Client) -> None:
    draft = saved(client)
    form_page = client.get(proved(client, draft))
    back = client.post(HOUSE, {**hidden(form_page), **HOUSING, "title": ""})
    assert back.status_code == 422
    assert client.post(HOUSE, {**hidden(back), **HOUSING}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.req("SS-06")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "To save the form, enter an e-mail address or a phone number"),
        ({"reach-email": "rosa"}, "Enter an e-mail address, such as name@example.com."),
        ({"reach-phone": "5"}, "Enter a phone number"),
    ],
)
def test_saving_needs_to_know_where_the_link_goes(client: Client, typed: dict[str, str], sentence: str) -> None:
    response = client.post(f"{HOUSE}save/", filled(client, HOUSE, {"title": "Mold", **typed}))
    assert response.status_code == 422
    text = page(response)
    assert sentence in text
    assert 'value="Mold"' in text
    # What is missing for sending does not matter yet.
    assert "Choose an answer." not in text
    assert "Enter your name." not in text
    assert not Draft.objects.exists()


@pytest.mark.req("SS-06")
def test_a_phone_number_takes_the_link_only_where_text_messages_are_sent(client: Client, settings: Any) -> None:
    draft = saved(client, {"title": "Mold", "reach-phone": "(555) 555-0142"})
    assert (draft.kind, draft.destination) == ("phone", "+15555550142")
    settings.SMS_URL = ""
    response = client.post(f"{HOUSE}save/", filled(client, HOUSE, {"title": "Mold", "reach-phone": "(555) 555-0142"}))
    assert response.status_code == 422


@pytest.mark.req("SS-06")
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_old_or_forged_link_says_so_kindly(client: Client, language: str) -> None:
    draft = saved(client)
    link = delivered_link(draft)
    with clock.frozen(clock.now() + timedelta(days=15)):
        late = client.get(link)
    forged = client.get(f"/{language}/drafts/{signing.dumps(draft.pk, salt='another')}/")
    assert late.status_code == forged.status_code == 410
    assert "does not work any more" in page(late)
    assert client.get(f"/{language}/drafts/{Draft(pk=10**6).token}/").status_code == 410


@pytest.mark.req("SS-06")
def test_wrong_used_and_old_codes_open_nothing(client: Client) -> None:
    draft = saved(client)
    link = delivered_link(draft)
    client.post(link)
    digits = delivered_digits()
    wrong = "000000" if digits != "000000" else "111111"
    response = client.post(f"{link}code/", {"digits": wrong})
    assert response.status_code == 422
    assert "That code is not right" in page(response)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert client.post(f"{link}code/", {"digits": digits}).headers["Location"] == link
    spaced = client.post(f"{link}code/", {"digits": f"{digits[:3]} {digits[3:]}"})
    assert spaced.status_code == 302
    client.post(link)
    client.cookies["draft_code"] = client.cookies["draft_code"].value
    replayed = client.post(f"{link}code/", {"digits": digits})
    assert replayed.status_code == 422


@pytest.mark.req("SS-06")
def test_a_code_for_one_draft_opens_no_other(client: Client) -> None:
    mine, other = saved(client), saved(Client(), {**HALF, "reach-email": "ana@mail.example"})
    link, others_link = delivered_link(mine), delivered_link(other)
    client.post(link)
    digits = delivered_digits()
    assert client.post(f"{others_link}code/", {"digits": digits}).headers["Location"] == others_link
    client.post(f"{link}code/", {"digits": digits})
    assert client.get(f"{others_link}form/").status_code == 302


@pytest.mark.req("SS-06")
def test_codes_for_a_draft_are_few(client: Client) -> None:
    link = delivered_link(saved(client))
    Agency.objects.update(codes_per_hour=2)
    assert [client.post(link).status_code for _try in range(3)][-1] == 429
    assert OneTimeCode.objects.count() <= 2


@pytest.mark.req("SS-06")
def test_links_to_one_address_are_few(client: Client) -> None:
    Agency.objects.update(codes_per_hour=2)
    for _try in range(2):
        saved(client)
    response = client.post(f"{HOUSE}save/", filled(client, HOUSE, HALF))
    assert response.status_code == 429
    assert 'value="Mold"' in page(response)
    assert Draft.objects.count() == 2


def test_a_machine_cannot_have_links_sent(client: Client) -> None:
    response = client.post(f"{HOUSE}save/", filled(client, HOUSE, {**HALF, "website-address": "x"}))
    assert response.headers["Location"] == "/en/drafts/saved/"
    assert not Draft.objects.exists()


def test_files_do_not_stop_saving(client: Client) -> None:
    typed = {**HALF, "photo": SimpleUploadedFile("virus.exe", b"MZ")}
    assert client.post(f"{HOUSE}save/", filled(client, HOUSE, typed)).status_code == 302


def test_the_address_of_saving_leads_back_to_the_form(client: Client) -> None:
    assert client.get(f"{HOUSE}save/").headers["Location"] == HOUSE
    assert client.get("/en/forms/general-question/save/").headers["Location"] == "/en/ask/"


@pytest.mark.req("SS-09")
def test_the_link_is_delivered_in_the_writers_language(client: Client) -> None:
    typed = filled(client, "/es/ask/", {"question": "¿Cómo", "reach-email": "rosa@mail.example"})
    client.post("/es/forms/general-question/save/", typed)
    assert delivered_link(Draft.objects.get()).startswith("/es/drafts/")
    assert mail.outbox[-1].to == ["rosa@mail.example"]


def test_a_forged_draft_token_starts_a_draft_of_its_own(client: Client) -> None:
    mine = saved(client)
    saved(Client(), {**HALF, "draft-token": signing.dumps(mine.pk), "reach-email": "eve@mail.example"})
    mine.refresh_from_db()
    assert mine.destination == "rosa@mail.example"
    send(Client(), HOUSE, {**HOUSING, "draft-token": "forged"})
    assert Draft.objects.count() == 2


@pytest.mark.req("SS-06")
def test_a_form_that_changed_since_it_was_saved_says_what_is_new(client: Client) -> None:
    draft = saved(client)
    before = an_enquiry_type("unsafe-housing")
    changed = [
        field("pets", "yes_no", "Do you have pets?", "¿Tiene mascotas?"),
        *(
            {**one, "required": True} if one["code"] == "details" else one
            for one in before.form
            if one["code"] not in ("title", "photo")
        ),
    ]
    publish_enquiry_type(
        "unsafe-housing",
        actor=SYSTEM,
        service=before.enquiry_type.service,
        department=before.enquiry_type.department,
        name=before.name,
        summary=before.summary,
        process_category=before.process_category,
        tier=before.tier,
        queue=before.queue,
        calendar=before.calendar,
        first_answer_minutes=before.first_answer_minutes,
        resolution_minutes=before.resolution_minutes,
        steps=before.steps,
        form=changed,
    )
    draft.refresh_from_db()
    assert draft.version_id == before.pk
    text = page(client.get(proved(client, draft)))
    assert "This form has changed since you saved it" in text
    assert "New questions: Do you have pets?" in text
    assert "Look again at: What happened?" in text
    assert "what you wrote there is not sent: In a few words" in text
    assert "A photo" not in text
    assert 'value="12 Main St"' in text


@pytest.mark.req("SS-06")
def test_a_form_that_is_as_it_was_says_nothing_of_news(client: Client) -> None:
    assert "has changed since" not in page(client.get(proved(client, saved(client))))
