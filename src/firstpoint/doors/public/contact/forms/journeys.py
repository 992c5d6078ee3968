"""What somebody searched and read just before they ask: carried along in the address and in hidden inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from firstpoint.core.forms.characters import readable

PREFIX = "journey-"
LONGEST_SEARCH = 200
SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Journey:
    """The last search and the slug of the last article; either may be empty."""

    search: str = ""
    article: str = ""

    @classmethod
    def read(cls, given: Mapping[str, object], prefix: str = "") -> "Journey":
        """Read the values of an address or of hidden inputs; what is not in order is left out."""
        values, _marred = readable({name: given.get(f"{prefix}{name}", "") for name in ("search", "article")})
        search, article = str(values["search"]), str(values["article"])
        return cls(" ".join(search.split())[:LONGEST_SEARCH], article if SLUG.fullmatch(article) else "")

    def kept(self) -> dict[str, str]:
        """Return what is kept with the contact."""
        return {name: value for name, value in (("search", self.search), ("article", self.article)) if value}
