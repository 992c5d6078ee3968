"""What a channel is to the rest: a reader of raw input, a sender of words, or both."""

from collections.abc import Callable
from dataclasses import dataclass

from firstpoint.domain.intake.models import Incoming


class Unreadable(Exception):
    """The raw input cannot be understood; the sentence says why, for the person who looks at the quarantine."""


class Undeliverable(Exception):
    """The provider says for good that these words cannot reach that address; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Words on their way out. `action_url` is the one link that the reader should follow, under `action_label`."""

    to: str
    subject: str
    body: str
    language: str
    message_id: str
    action_url: str = ""
    action_label: str = ""
    is_automatic: bool = True


@dataclass(frozen=True, slots=True)
class Adapter:
    """A channel's two functions. `parse` raises Unreadable; `send` Undeliverable, or anything else to be retried."""

    parse: Callable[[bytes], Incoming] | None = None
    send: Callable[[Outgoing], None] | None = None
