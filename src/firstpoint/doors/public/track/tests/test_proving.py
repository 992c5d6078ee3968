"""A right to a case is proved with a code or the secret, and nothing else about cases can be found out."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstpoint.core import clock
from firstpoint.core.models import Event
from firstpoint.core.refs import new_reference, new_secret
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, an_anonymous_case
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.customers.models import ContactPoint, OneTimeCode
from firstpoint.doors.public.contact.tests.make import delivered_digits, page
from firstpoint.doors.public.sealed import seal
from firstpoint.doors.public.track.tests.make import SECRET, ask_for_code, prove


@pytest.mark.req("SS-08")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_code_sent_to_the_contact_point_opens_the_case(client: Client, language: str) -> None:
    case = a_case()
    assert prove(client, case, language) == f"/{language}/track/{case.reference}/"
    assert client.get(f"/{language}/track/{case.reference}/").status_code == 200
    assert Event.objects.filter(type="case.proved", case_id=case.pk).exists()
    assert ContactPoint.objects.get(customer=case.customer).verified_at


@pytest.mark.req("SS-08")
def test_a_code_sent_to_a_phone_opens_the_case(client: Client) -> None:
    case = a_case(email="", phone="+15555550142")
    ask_for_code(client, case, "(555) 555-0142")
    assert client.post("/en/track/code/", {"digits": delivered_digits()}).status_code == 302


@pytest.mark.req("SS-08")
@pytest.mark.req("CU-04")
@pytest.mark.parametrize("typed", [SECRET, SECRET.lower().replace("-", " "), f" {SECRET} "])
def test_the_secret_opens_the_case(client: Client, typed: str) -> None:
    case = an_anonymous_case(SECRET)
    response = client.post("/en/track/", {"reference": case.reference, "secret": typed})
    assert response.headers["Location"] == f"/en/track/{case.reference}/"
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.req("SS-08")
def test_a_reference_may_be_typed_any_way(client: Client) -> None:
    case = a_case()
    typed = f" {case.reference.lower().replace('-', ' ')} "
    client.post("/en/track/", {"reference": typed, "contact_point": " ROSA@mail.example "})
    assert client.post("/en/track/code/", {"digits": delivered_digits()}).status_code == 302


@pytest.mark.req("SS-08")
def test_of_several_cases_only_the_one_named_opens(client: Client) -> None:
    first, second = a_case(), a_case(body="Another matter.")
    assert first.customer == second.customer
    assert prove(client, second) == f"/en/track/{second.reference}/"
    assert client.get(f"/en/track/{first.reference}/").status_code == 302


def asked(reference: str, contact_point: str) -> tuple[Any, ...]:
    """Return all that a stranger can see of asking for a code and typing digits, and the work behind it."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        first = client.post("/en/track/", {"reference": reference, "contact_point": contact_point}, follow=True)
    second = client.post("/en/track/code/", {"digits": "123456"})
    tokens = {str(cookie.value) for cookie in client.cookies.values()}
    texts = [page(response) for response in (first, second)]
    for token in tokens:
        texts = [text.replace(token, "") for text in texts]
    texts = [re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text) for text in texts]
    statements = [query["sql"].split(" WHERE ")[0][:60] for query in captured]
    return first.redirect_chain, first.status_code, second.status_code, texts, sorted(client.cookies), statements


@pytest.mark.req("SS-08")
@settings(max_examples=20)
@given(
    other=st.builds(new_reference),
    contact_point=st.sampled_from(["rosa@mail.example", "eve@mail.example", "(555) 555-0142", "+44 20 7946 0018"]),
)
def test_asking_for_a_code_never_tells_whether_a_reference_exists(other: str, contact_point: str) -> None:
    Agency.objects.update(codes_per_hour=1_000_000)
    case = Case.objects.first() or a_case()
    assert asked(case.reference, contact_point) == asked(other, contact_point)


@pytest.mark.req("SS-08")
@settings(max_examples=20)
@given(other=st.builds(new_reference), secret=st.builds(new_secret))
def test_a_wrong_secret_never_tells_whether_a_reference_exists(other: str, secret: str) -> None:
    Agency.objects.update(codes_per_hour=1_000_000)
    case = Case.objects.first() or an_anonymous_case(SECRET)
    pages = []
    for reference in (case.reference, other):
        response = Client().post("/en/track/", {"reference": reference, "secret": secret})
        assert response.status_code == 422
        text = page(response).replace(reference, "")
        pages.append(re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text))
    assert pages[0] == pages[1]


@pytest.mark.req("SS-08")
def test_the_address_of_a_case_never_tells_whether_it_exists(client: Client) -> None:
    case, other = a_case(), new_reference()
    for tail in ("", "message/", "withdraw/", "reopen/", "files/1/"):
        for method in ("get", "post"):
            answers = []
            for reference in (case.reference, other):
                response = getattr(client, method)(f"/en/track/{reference}/{tail}", {"message": "Hello"})
                answers.append((response.status_code, page(response).replace(reference, "")))
            assert answers[0] == answers[1]
            assert answers[0][0] in (302, 403)


@pytest.mark.req("SS-08")
@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"reference": "", "contact_point": "rosa@mail.example"}, "Your reference: Enter your reference."),
        ({"reference": "K7M-4QX-2WPK", "contact_point": "rosa@mail.example"}, "There is a slip in this reference."),
        ({"reference": "K7M-4QX-2WPM\0", "contact_point": "x\0"}, "Error:"),
        ({"reference": "ok", "contact_point": ""}, "Enter your e-mail address or phone number."),
        ({"reference": "ok", "contact_point": "rosa@"}, "Enter an e-mail address"),
        ({"reference": "ok", "contact_point": "12"}, "Enter the whole phone number"),
        ({"reference": "ok", "secret": ""}, "Your secret: Enter your secret."),
        ({"reference": "ok", "secret": "abc"}, "A secret has sixteen letters and digits."),
        ({}, "Enter your reference."),
    ],
)
def test_what_is_wrong_is_said(client: Client, posted: dict[str, str], sentence: str) -> None:
    if posted.get("reference") == "ok":
        posted = {**posted, "reference": new_reference()}
    response = client.post("/en/track/", posted)
    assert response.status_code == 422
    assert sentence in page(response)
    assert "<title>Error: " in page(response)
    assert not OneTimeCode.objects.exists()


@pytest.mark.req("SS-08")
def test_a_code_opens_once_only(client: Client) -> None:
    case = a_case()
    ask_for_code(client, case)
    digits, cookie = delivered_digits(), client.cookies["track_code"].value
    assert client.post("/en/track/code/", {"digits": digits}).status_code == 302
    thief = Client()
    thief.cookies["track_code"] = cookie
    response = thief.post("/en/track/code/", {"digits": digits})
    assert response.status_code == 422
    assert "That code is not right" in page(response)


@pytest.mark.req("SS-08")
def test_five_wrong_tries_use_a_code_up(client: Client) -> None:
    case = a_case()
    ask_for_code(client, case)
    digits = delivered_digits()
    for number in range(1, 6):
        wrong = f"{(int(digits) + number) % 10**6:06d}"
        assert client.post("/en/track/code/", {"digits": wrong}).status_code == 422
    assert client.post("/en/track/code/", {"digits": digits}).status_code == 422


@pytest.mark.req("SS-08")
def test_a_code_grows_old(client: Client) -> None:
    case = a_case()
    ask_for_code(client, case)
    digits = delivered_digits()
    with clock.frozen(clock.now() + timedelta(minutes=15)):
        response = client.post("/en/track/code/", {"digits": digits}, follow=True)
    assert response.redirect_chain == [("/en/track/", 302)]
    assert "too old" in page(response)


@pytest.mark.req("SS-08")
@pytest.mark.parametrize(
    "cookie",
    ["", "forged", seal("track_code", 10**9), seal("draft_code", [1, 1])],
    ids=["empty", "forged", "of no code", "of a draft"],
)
def test_a_forged_cookie_opens_nothing(client: Client, cookie: str) -> None:
    client.cookies["track_code"] = cookie
    assert client.post("/en/track/code/", {"digits": "123456"}).status_code in (302, 422)


@pytest.mark.req("SS-08")
@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "12\0456", "١٢٣٤٥٦x", "x" * 500])
def test_digits_that_are_none_are_said_so(client: Client, digits: str) -> None:
    case = a_case()
    ask_for_code(client, case)
    response = client.post("/en/track/code/", {"digits": digits})
    assert response.status_code == 422
    assert OneTimeCode.objects.get().attempts == 0


@pytest.mark.req("SS-08")
def test_digits_may_be_typed_in_any_script(client: Client) -> None:
    case = a_case()
    ask_for_code(client, case)
    digits = delivered_digits().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/en/track/code/", {"digits": f"{digits[:3]}-{digits[3:]}"}).status_code == 302


@pytest.mark.req("SS-08")
def test_codes_are_few_for_one_case_and_for_one_visitor(client: Client) -> None:
    Agency.objects.update(codes_per_hour=3)
    case = a_case()
    statuses = [ask_for_code(Client(REMOTE_ADDR=f"192.0.2.{number}"), case).status_code for number in range(4)]
    assert statuses == [302, 302, 302, 429]
    others = [
        client.post("/en/track/", {"reference": new_reference(), "contact_point": "a@b.example"}) for _try in range(4)
    ]
    assert [response.status_code for response in others] == [302, 302, 302, 429]
    assert "too many attempts" in page(others[3])
    assert 'value="a@b.example"' in page(others[3])


@pytest.mark.req("SS-08")
def test_tries_of_secrets_are_few(client: Client) -> None:
    Agency.objects.update(codes_per_hour=3)
    case = an_anonymous_case(SECRET)
    statuses = [
        client.post("/en/track/", {"reference": case.reference, "secret": new_secret()}).status_code
        for _try in range(4)
    ]
    assert statuses == [422, 422, 422, 429]


@pytest.mark.req("SS-08")
def test_a_link_brings_its_reference_along(client: Client) -> None:
    case = a_case()
    response = client.get(f"/en/track/{case.reference}/")
    assert response.headers["Location"] == f"/en/track/?reference={case.reference}"
    assert page(client.get(response.headers["Location"])).count(f'value="{case.reference}"') == 2


@pytest.mark.req("SS-08")
def test_a_proof_ends_after_an_hour(client: Client) -> None:
    case = a_case()
    address = prove(client, case)
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert client.get(address).status_code == 302


JUNK = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(["reference", "contact_point", "secret"]), JUNK))
def test_no_junk_breaks_the_proof(posted: dict[str, str]) -> None:
    Agency.objects.update(codes_per_hour=1_000_000)
    assert Client().post("/en/track/", posted).status_code in (302, 422)
    assert Client().get("/en/track/", posted).status_code == 200


@settings(max_examples=20)
@given(JUNK)
def test_no_junk_breaks_the_code(digits: str) -> None:
    client = Client()
    client.cookies["track_code"] = seal("track_code", 1)
    assert client.post("/en/track/code/", {"digits": digits}).status_code == 422


@settings(max_examples=20)
@given(JUNK.filter(lambda text: "/" not in text and text not in ("", ".", "..")))
def test_no_junk_breaks_the_address_of_a_case(junk: str) -> None:
    for tail in ("", "message/", "withdraw/", "files/1/"):
        assert Client().post(f"/en/track/{quote(junk)}/{tail}", {"message": junk}).status_code in (302, 403, 404)


@pytest.mark.req("SS-08")
def test_on_a_shared_computer_the_case_is_left(client: Client) -> None:
    case = a_case()
    address = prove(client, case)
    assert "/en/track/leave/" in client.get(address).text
    client.get("/en/track/leave/")
    assert client.get(address).status_code == 200
    left = client.post("/en/track/leave/", follow=True)
    assert "You have left your case." in left.text
    assert client.get(address).status_code == 302
    assert client.post(f"{address}withdraw/").status_code == 302
    assert not client.cookies["sent"].value
