"""What customers do in many journeys: asking, and proving that a case is theirs."""

from itertools import count

from tests.journeys.visitor import Visitor, reference_in

_numbers = count(1)


def new_address(name: str = "lee") -> str:
    """Return an e-mail address that nobody has used yet."""
    return f"{name}{next(_numbers)}@mail.example"


def ask(visitor: Visitor, question: str, *, email: str, name: str = "Lee Moran", look: bool = False) -> str:
    """Ask the general question and return its reference."""
    visitor.go("ask/", look=look)
    visitor.fill(question=question, reach__name=name, reach__email=email)
    visitor.press("Send my question", look=look)
    return reference_in(visitor.page.locator(".fp-secret").first.inner_text())


def prove(visitor: Visitor, reference: str, email: str, *, look: bool = False) -> None:
    """Open the tracked case with a code that is mailed."""
    visitor.go(f"track/?reference={reference}", look=look)
    visitor.page.locator("#code_contact_point").fill(email)
    visitor.press("Send me the code", look=look)
    visitor.fill(digits=visitor.servers.latest_code(email))
    visitor.press("Go on", look=look)
    assert visitor.page.url.endswith(f"/track/{reference}/")
