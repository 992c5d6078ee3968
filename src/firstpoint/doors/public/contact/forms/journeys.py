"""What somebody searched and read just before they ask: carried along in the address and in hidden inputs."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from firstpoint.core.forms.characters import readable
from firstpoint.domain.knowledge.queries.following import Found

PREFIX = "journey-"
LONGEST_SEARCH = 200
MOST_OFFERED = 20
SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Journey:
    """The last search, its key, and the slug of the last article; then the slugs, with spaces between, of the answers
    that were offered while the form was filled in, and of those that were opened. Any of them may be empty."""

    search: str = ""
    found: str = ""
    article: str = ""
    offered: str = ""
    taken: str = ""

    @classmethod
    def read(cls, given: Mapping[str, object], prefix: str = "") -> "Journey":
        """Read the values of an address or of hidden inputs; what is not in order is left out."""
        values, _marred = readable({name: given.get(f"{prefix}{name}", "") for name in cls.__slots__})
        search, article = str(values["search"]), str(values["article"])
        offered = _slugs(str(values["offered"]))
        return cls(
            search=" ".join(search.split())[:LONGEST_SEARCH],
            found=Found.read(values["found"]).key,
            article=article if SLUG.fullmatch(article) else "",
            offered=" ".join(offered),
            taken=" ".join(slug for slug in _slugs(str(values["taken"])) if slug in offered),
        )

    def kept(self) -> dict[str, str]:
        """Return what is kept with the contact."""
        return {name: value for name, value in asdict(self).items() if value}


def _slugs(text: str) -> list[str]:
    return [slug for slug in dict.fromkeys(text.split()) if SLUG.fullmatch(slug)][:MOST_OFFERED]
