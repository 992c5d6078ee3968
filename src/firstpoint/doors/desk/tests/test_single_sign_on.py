"""The agency's own sign-in, played by a server on this machine, opens the desk to those on the staff list alone."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people import actions
from firstpoint.domain.people.models import PUBLIC_SITE_ID, User
from firstpoint.domain.people.tests.make import an_administrator, an_adviser
from firstpoint.doors.desk.tests.signing_in import SIGN_IN, events, is_signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("PV-03")]


class Agency(BaseHTTPRequestHandler):
    """As much of OpenID Connect as a sign-in needs. Who signs in is what `person` says."""

    person: dict[str, Any] = {}

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path.startswith("/.well-known/"):
            self.answer(
                {
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/who",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self.answer(self.person)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "opens-who", "token_type": "Bearer", "expires_in": 60})

    def answer(self, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@pytest.fixture(autouse=True)
def agency(db: Any, settings: Any) -> Iterator[type[Agency]]:
    a_catalogue()
    with ThreadingHTTPServer(("127.0.0.1", 0), Agency) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        provider = {
            "provider_id": "agency",
            "name": "Agency sign-in",
            "client_id": "firstpoint",
            "secret": "secret",
            "settings": {"server_url": f"http://127.0.0.1:{server.server_address[1]}"},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider]}}
        yield Agency
        server.shutdown()


def person(email: str, *, verified: bool = True, number: str = "17") -> dict[str, Any]:
    return {"sub": number, "email": email, "email_verified": verified, "name": "Ana Ruiz"}


def come_back(client: Client, **more: str) -> Any:
    """Follow the link of the sign-in page to the agency, and come back from there."""
    away = client.get("/desk/account/agency/agency/?next=/desk/profile/")
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back, {"state": asked["state"][0], **(more or {"code": "one-time"})})


def test_the_button_stands_on_the_page_only_where_it_works(settings: Any) -> None:
    assert "Sign in with your agency account" in Client().get(SIGN_IN).text
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "Sign in with your agency account" not in Client().get(SIGN_IN).text
    assert Client().get("/desk/account/agency/agency/").status_code == 404


def test_staff_come_in_without_a_password_of_their_own(agency: type[Agency]) -> None:
    ana = an_adviser(email="ana@aldercounty.example")
    agency.person = person("Ana@AlderCounty.example")
    client = Client()
    assert come_back(client).headers["Location"] == "/desk/profile/"
    assert "You sign in with your agency account." in client.get("/desk/profile/").text
    again = Client()
    come_back(again)
    assert is_signed_in(again)
    assert [who for _type, who, _data in events("staff.signed_in")] == [ana.pk, ana.pk]
    assert events("staff.sign_in_changed") == [("staff.sign_in_changed", ana.pk, {"change": "account_connected"})]


@pytest.mark.parametrize(
    "who",
    [
        person("stranger@aldercounty.example"),
        person("ana@aldercounty.example", verified=False),
        person("public-site@machine.invalid"),
        {"sub": "17", "name": "Nobody"},
    ],
)
def test_strangers_unproved_addresses_and_machines_stay_out(agency: type[Agency], who: dict[str, Any]) -> None:
    an_adviser(email="ana@aldercounty.example")
    agency.person = who
    client = Client()
    response = come_back(client)
    assert "You are not on the staff list." in client.get(response.headers["Location"]).text
    assert not is_signed_in(client)
    assert User.objects.filter(is_machine=False).count() == 1
    assert events("staff.sign_in_refused") == [
        ("staff.sign_in_refused", PUBLIC_SITE_ID, {"reason": "not_on_staff_list"})
    ]


def test_the_deactivated_stay_out(agency: type[Agency]) -> None:
    ana = an_adviser(email="ana@aldercounty.example")
    agency.person = person(ana.email)
    client = Client()
    come_back(client)
    actions.deactivate_staff(ana, actor=an_administrator().acting())
    assert not is_signed_in(client)
    other = Client()
    response = come_back(other)
    assert "Your access to the desk was switched off." in other.get(response.headers["Location"]).text
    assert not is_signed_in(other)


def test_leaving_the_agencys_page_leads_back(agency: type[Agency]) -> None:
    client = Client()
    response = come_back(client, error="access_denied")
    assert response.headers["Location"] == SIGN_IN
    assert "did not let you in" in client.get(SIGN_IN).text


def test_nobody_connects_a_second_account(agency: type[Agency]) -> None:
    ana, bo = an_adviser(email="ana@aldercounty.example"), an_adviser(email="bo@aldercounty.example")
    agency.person = person(bo.email)
    client = Client()
    client.force_login(ana)
    away = client.get("/desk/account/agency/agency/?process=connect")
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    client.get(urlsplit(asked["redirect_uri"][0]).path, {"state": asked["state"][0], "code": "one-time"})
    assert events("staff.sign_in_changed") == []
