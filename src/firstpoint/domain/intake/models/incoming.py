"""What every channel turns its input into: one small frozen value."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sender:
    """Who says they are writing. Empty fields were not given; all empty is anonymous."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_anonymous(self) -> bool:
        """Say whether nothing at all was given."""
        return not (self.name or self.email or self.phone)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file already in the store. `name` is what the sender called it; `size` is in bytes."""

    name: str
    content_type: str
    size: int
    stored_as: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One inbound message from any channel, understood but not yet acted on.

    `case_id` is set when the sender has proved a right to that case; otherwise a new case is opened under
    `enquiry_type` (a code; empty means the general question). `answers` are the checked answers of its form.
    `journey` says what was searched and read on the site just before. `staff_id` is the member of staff who asks for
    something internal, signed in.
    """

    channel: str
    language: str
    body: str = ""
    subject: str = ""
    sender: Sender = field(default_factory=Sender)
    enquiry_type: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    files: tuple[IncomingFile, ...] = ()
    journey: dict[str, Any] = field(default_factory=dict)
    case_id: int | None = None
    secret_hash: str = ""
    staff_id: int | None = None

    def to_bytes(self) -> bytes:
        """Return the value as JSON, the raw form that the site's own doors store."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Incoming":
        """Read back what `to_bytes` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        fields = json.loads(raw)
        return cls(
            **{
                **fields,
                "sender": Sender(**fields["sender"]),
                "files": tuple(IncomingFile(**file) for file in fields["files"]),
            }
        )
