"""What the site's own forms store: the understood value itself, as JSON."""

from firstpoint.channels.adapter import Unreadable
from firstpoint.domain.intake.models import Incoming


def parse(raw: bytes) -> Incoming:
    """Read a stored web form. Raises Unreadable."""
    try:
        return Incoming.from_bytes(raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"This is not a form that the site has stored: {error}") from error
