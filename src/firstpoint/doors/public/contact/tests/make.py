"""What a browser does on the contact pages: open a form, fill it in, send it, and read what was delivered."""

import re
from html import unescape
from typing import Any

from django.core import mail
from django.test import Client

from firstpoint.channels import tasks
from firstpoint.channels.models import DemoMessage
from firstpoint.domain.customers.models import OneTimeCode
from firstpoint.domain.intake.models import Draft

ROSA = {"reach-name": "Rosa Vale", "reach-email": "Rosa@Mail.example"}
QUESTION = {"question": "How do I get a library card?", **ROSA}
HOUSING = {
    "title": "Mold",
    "details": "On two walls.\nIt spreads.",
    "cause": "water",
    "is_owner": "no",
    "landlord": "Mr. Hill",
    **ROSA,
}


def page(response: Any) -> str:
    """Return the page as its reader sees the characters."""
    return unescape(response.content.decode())


def hidden(response: Any) -> dict[str, str]:
    """Return the hidden inputs of a page's form, as a browser would post them."""
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in inputs if name != "csrfmiddlewaretoken"}


def filled(client: Client, path: str, typed: dict[str, Any]) -> dict[str, Any]:
    """Open the form at the path and return what a browser posts when this was typed into it."""
    return {**hidden(client.get(path)), **typed}


def send(client: Client, path: str = "/en/ask/", typed: dict[str, Any] = QUESTION) -> Any:
    """Open the form at the path, fill it in and send it."""
    return client.post(path, filled(client, path, typed))


def reference_of(client: Client, language: str = "en") -> str:
    """Return the reference that the page about what was sent shows."""
    found = re.search(r'class="fp-secret">([\w-]+)<', client.get(f"/{language}/sent/").content.decode())
    assert found
    return found[1]


def newest_words() -> str:
    """Return the newest mail, or the newest text message where no mail was sent."""
    return str(mail.outbox[-1].body) if mail.outbox else DemoMessage.objects.latest("id").body


def delivered_link(draft: Draft) -> str:
    """Have the link to a saved form delivered, and return its path."""
    tasks.deliver_draft_link(draft.pk)
    found = re.search(r"http://testserver(/\S+)", newest_words())
    assert found
    return found[1]


def delivered_digits() -> str:
    """Have the newest code delivered, and return its digits."""
    tasks.deliver_code(OneTimeCode.objects.latest("id").pk)
    found = re.search(r"\b\d{6}\b", newest_words())
    assert found
    return found[0]
