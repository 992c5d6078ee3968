"""What the link of a result carries, so that it is known which search led to an article."""

import re
from dataclasses import dataclass

SUGGESTED = re.compile(r"[1-9]", re.ASCII)
FOUND = re.compile(r"([\w-]{16})(?:\.([1-9]\d{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """The search that somebody comes from: its key, and the position of the result that they opened, 0 for none."""

    key: str = ""
    position: int = 0

    @classmethod
    def read(cls, text: object) -> "Found":
        """Read what an address or a hidden input carries; what is not in order is left out."""
        match = FOUND.fullmatch(str(text))
        return cls(match[1], int(match[2] or 0)) if match else cls()

    def __str__(self) -> str:
        return f"{self.key}.{self.position}" if self.position else self.key


def read_suggested(text: object) -> int:
    """Read the place of the suggestion that was chosen, which its address carries as `suggested=PLACE`; 0 for none."""
    return int(str(text)) if SUGGESTED.fullmatch(str(text)) else 0
