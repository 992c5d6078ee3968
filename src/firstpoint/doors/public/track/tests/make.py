"""A visitor who has proved a right to a case, as a browser does it."""

from typing import Any

from django.test import Client

from firstpoint.domain.cases.models import Case
from firstpoint.doors.public.contact.tests.make import delivered_digits

SECRET = "K7M4-QX2W-PH93-R6YK"


def ask_for_code(client: Client, case: Case, contact_point: str = "rosa@mail.example", language: str = "en") -> Any:
    """Ask for a code with the case's reference."""
    return client.post(f"/{language}/track/", {"reference": case.reference, "contact_point": contact_point})


def prove(client: Client, case: Case, language: str = "en") -> str:
    """Prove the case with a code sent to its customer; return the address of its page."""
    ask_for_code(client, case, language=language)
    response = client.post(f"/{language}/track/code/", {"digits": delivered_digits()})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])
