"""Coming in to the desk."""

from tests.journeys.visitor import Visitor
from tests.journeys.world import PASSWORD


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, *, look: bool = False) -> None:
    """Fill in the form of signing in, which the visitor sees."""
    visitor.fill(login=email, password=password)
    visitor.press("Sign in", look=look)
