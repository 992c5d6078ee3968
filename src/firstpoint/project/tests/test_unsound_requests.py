"""Requests that no link and no form makes end in a page of words, in the frame and language of who asked."""

import socket
from contextlib import closing
from typing import Any

import pytest
from pytest_django import Settings

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_general_question, an_agency
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_adviser
from firstpoint.doors.desk.base import page as desk_page
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.project import urls
from firstpoint.project.middleware import LONGEST_BODY
from firstpoint.project.tests.started import free_port, listens, started, wait_until

FRAMES = {"site": 'class="fp-header"', "desk": 'class="desk-nav"'}


@pytest.fixture
def case(db: Any) -> Case:
    a_catalogue()
    return a_case()


@pytest.fixture(params=["site", "desk"])
def asked(request: pytest.FixtureRequest, case: Case) -> tuple[Client, str, str]:
    """Return a browser that reads Spanish, an address that takes forms, and what marks the frame around it."""
    if request.param == "site":
        return Client(), "/es/ask/", FRAMES["site"]
    return a_desk_of(a_supervisor(language="es")), f"/desk/cases/{case.reference}/answer/", FRAMES["desk"]


def tells(response: Any, status: int, frame: str, sentence: str) -> None:
    assert response.status_code == status
    assert '<html lang="es">' in response.text
    assert frame in response.text
    assert sentence in response.text
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


FILES = {f"file{number}": SimpleUploadedFile("a.txt", b"x") for number in range(50)}


@pytest.mark.req("SS-05")
@pytest.mark.parametrize(
    "posted",
    [
        pytest.param({"answer-body": "x" * 10_000_000}, id="words"),
        pytest.param({f"field{number}": "x" for number in range(600)}, id="fields"),
        pytest.param(FILES, id="files"),
    ],
)
def test_too_much_is_told(asked: tuple[Client, str, str], posted: dict[str, Any]) -> None:
    browser, address, frame = asked
    tells(browser.post(address, posted), 413, frame, "más de lo que podemos recibir a la vez")


@pytest.mark.req("PV-06")
def test_a_body_longer_than_all_files_together_is_told_unread(asked: tuple[Client, str, str]) -> None:
    browser, address, frame = asked
    response = browser.post(address, {"answer-body": "x"}, headers={"Content-Length": str(LONGEST_BODY + 1)})
    tells(response, 413, frame, "más de lo que podemos recibir a la vez")


@pytest.mark.parametrize("header", [{"Content-Length": "many"}, {"Transfer-Encoding": "chunked"}])
def test_a_body_of_no_known_length_is_told(asked: tuple[Client, str, str], header: dict[str, str]) -> None:
    browser, address, frame = asked
    tells(browser.post(address, {}, headers=header), 400, frame, "No hemos podido leer")


def test_a_null_character_is_in_no_address_and_no_cookie(case: Case) -> None:
    for browser in (Client(), a_desk_of(an_adviser())):
        for address in ("/en/track/%00/", "/en/drafts/%00/", "/desk/cases/%00/", "/desk/cases/%00/answer/", "/%00"):
            assert browser.get(address).status_code == 404
            assert browser.post(address).status_code == 404
    for name in ("sessionid", "sent", "messages", "csrftoken", "django_language"):
        cookie = {"cookie": f'{name}="abcdefgh\\000"'}
        assert Client().get("/desk/", headers=cookie).status_code == 302
        assert Client().get("/en/sent/", headers=cookie).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "[::1", "testserver@evil.example"])
def test_another_sites_name_is_refused(case: Case, host: str) -> None:
    for address in ("/en/ask/", "/desk/", "/desk/account/password/forgotten/"):
        response = Client().get(address, headers={"host": host})
        assert response.status_code == 400
        assert "evil" not in response.text


def test_an_address_that_does_not_exist_is_told_in_the_frame_of_who_asks(case: Case) -> None:
    desk = a_desk_of(an_adviser(language="es"))
    tells(desk.get("/desk/nowhere/"), 404, FRAMES["desk"], "Esto no se encontró")
    tells(desk.get("/es/nowhere/"), 404, FRAMES["site"], "<h1>")
    assert FRAMES["site"] in Client().get("/desk/nowhere/").text


def test_a_form_from_another_site_is_told_in_the_frame_of_who_asks(case: Case) -> None:
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(a_supervisor(language="es"))
    tells(desk.post("/desk/take-next/"), 403, FRAMES["desk"], "No se envió nada")
    tells(desk.post("/es/ask/"), 403, FRAMES["site"], "No se envió nada")


def every_form_address(reference: str) -> list[str]:
    case_ = f"/en/track/{reference}/"
    return [
        *("/en/ask/", "/en/forms/general-question/", "/en/forms/general-question/save/", "/en/track/"),
        *("/en/track/code/", "/en/drafts/x/", "/en/drafts/x/code/", f"{case_}message/", f"{case_}withdraw/"),
        *(f"{case_}reopen/", "/desk/account/sign-in/", "/desk/account/sign-out/", "/desk/account/language/"),
        *("/desk/account/again/", "/desk/account/password/", "/desk/account/password/forgotten/"),
        *("/desk/account/code/", "/desk/account/second-factor/on/", "/desk/account/recovery-codes/new/"),
        *("/desk/take-next/", "/desk/work/1/take/", "/desk/profile/", "/desk/staff/invite/", "/desk/staff/1/"),
        *("/desk/staff/1/reset/", "/desk/staff/1/deactivate/", "/desk/intake/1/", "/desk/intake/1/retry/"),
        *("/desk/jobs/1/retry/", "/desk/jobs/1/abandon/", f"/desk/cases/{reference}/answer/"),
        *(f"/desk/cases/{reference}/{act}/" for act in ("ask", "close", "step", "reopen", "put-back")),
    ]


@pytest.mark.req("PV-03")
def test_no_form_is_taken_from_another_site(case: Case) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_supervisor())
    for address in every_form_address(case.reference):
        for method in (browser.post, browser.put, browser.delete, browser.patch):
            assert method(address).status_code == 403, address


class TestFaults:
    """What is shown when a view fails, by a view that does."""

    @pytest.fixture(params=[OperationalError("gone"), InterfaceError("closed"), RuntimeError("bug")], ids=type)
    def fault(self, request: pytest.FixtureRequest, settings: Settings) -> Exception:
        def fail(_request: HttpRequest) -> HttpResponse:
            raise request.param

        settings.ROOT_URLCONF = self.__class__
        TestFaults.urlpatterns = [path("desk/fail/", desk_page(fail)), path("es/fail/", fail), *urls.urlpatterns]
        return request.param

    handler500 = "firstpoint.project.errors.server_error"
    urlpatterns: list[Any] = []

    @pytest.mark.django_db
    def test_a_database_that_is_away_is_told_from_a_fault_of_ours(self, fault: Exception) -> None:
        desk = Client(raise_request_exception=False)
        desk.force_login(an_adviser(language="es"))
        for browser, address in ((Client(raise_request_exception=False), "/es/fail/"), (desk, "/desk/fail/")):
            response = browser.get(address, headers={"Accept-Language": "en"})
            if isinstance(fault, RuntimeError):
                assert "Retry-After" not in response.headers
                tells(response, 500, "<main", "La falla es nuestra")
            else:
                assert response.headers["Retry-After"] == "30"
                tells(response, 503, "<main", "no puede consultar sus registros")
            assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.req("PV-03")
def test_somebody_whose_session_ran_out_comes_back_to_a_page(case: Case) -> None:
    response = Client().post(f"/desk/cases/{case.reference}/answer/", {"answer-body": "Hello"})
    assert response.headers["Location"] == "/desk/account/sign-in/?next=/desk/"
    gone = a_desk_of(an_adviser()).get(f"/desk/cases/{case.reference}/answer/")
    assert gone.status_code == 405
    assert gone.headers["Allow"] == "POST"
    assert FRAMES["desk"] in gone.text


def test_a_form_is_kept_by_its_reader_alone(case: Case) -> None:
    kept = Client().get("/en/ask/").headers["Cache-Control"]
    assert "private" in kept
    assert "no-store" not in kept


@pytest.mark.req("PV-03")
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(case: Case, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    browser = Client()
    form = browser.get("/en/ask/")
    cookies = {**form.cookies, **a_desk_cookie(an_adviser())}
    assert {"csrftoken", "sessionid"} <= cookies.keys()
    for cookie in cookies.values():
        assert cookie["samesite"] == "Lax"
        assert cookie["secure"]
    assert cookies["sessionid"]["httponly"]


def a_desk_cookie(user: User) -> Any:
    user.set_password("seven quiet herons")
    user.save()
    credentials = {"login": user.email, "password": "seven quiet herons"}
    return Client().post("/desk/account/sign-in/", credentials).cookies


@pytest.mark.xdist_group("processes")
def test_a_really_sent_body_is_answered_before_it_is_read(committed_database: str) -> None:
    an_agency()
    a_general_question()
    port = free_port()
    head = "POST /es/ask/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    with started("serve", f"--port={port}", "--workers=1", database=committed_database):
        wait_until(lambda: listens(port))
        for more, status, sentence in (
            (f"Content-Length: {LONGEST_BODY + 1}\r\n\r\n", 413, "más de lo que podemos recibir a la vez"),
            ("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 400, "No hemos podido leer"),
        ):
            answer = spoken(port, head + more)
            assert answer.startswith(f"HTTP/1.1 {status} ")
            assert sentence in answer


def spoken(port: int, request: str) -> str:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall(request.encode())
        answer = b""
        while b"</html>" not in answer:
            piece = connection.recv(65536)
            assert piece, answer
            answer += piece
    return answer.decode()
