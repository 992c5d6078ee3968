"""Rows made into articles: each under a slug that is its own and stays the same when the file is imported again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.text import slugify

from firstpoint.core.errors import DomainError
from firstpoint.core.outcome import Outcome
from firstpoint.domain.catalogue.models import EnquiryType, Occasion, Service
from firstpoint.domain.knowledge.actions import Facts, Words
from firstpoint.domain.knowledge.models import Article, ArticleKind
from firstpoint.domain.knowledge.queries.exporting import tidy
from firstpoint.project.importing.columns import Mapped, values
from firstpoint.project.importing.reading import Row

LONGEST_SLUG = 90
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class Mend(DomainError):
    """Something in a row that its author can mend."""


class ListedFile(NamedTuple):
    """A file that is to stand at an article: what readers see, and where it lies below the folder of the import."""

    title: str
    path: str


@dataclass(slots=True)
class Entry:
    """One article as the file has it: its languages come from one row each."""

    slug: str
    places: dict[str, str] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)
    facts: Facts = field(default_factory=lambda: Facts())
    related: list[str] | None = None
    files: dict[str, list[ListedFile]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Return where the entry stands in the file."""
        return ", ".join(self.places.values())


class Entries:
    """The articles of one file, gathered row by row."""

    def __init__(self, *, mapped: Mapped, language: str, prefix: str, service: str, source: str) -> None:
        self._mapped, self._language, self._prefix, self._service = mapped, language, prefix, service
        # Ids of one source mean nothing in another: without a prefix the file's own name keeps them apart.
        self._id_prefix = prefix or f"{source}:"
        self._services = {row.code: row for row in Service.objects.all()}
        self._enquiry_types = {row.code: row for row in EnquiryType.objects.all()}
        self._occasions = {row.code: row for row in Occasion.objects.all()}
        self._ids = dict(Article.objects.values_list("slug", "external_id"))
        self._slugs = {external_id: slug for slug, external_id in self._ids.items() if external_id}
        self._entries: dict[str, Entry] = {}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def gather(self, rows: Sequence[Row], outcome: Outcome) -> None:
        """Take every row that is sound; what the others lack goes to the outcome."""
        for row in rows:
            with outcome.at(row.place):
                self._take(row.place, values(row, self._mapped))

    def _take(self, place: str, cells: dict[str, Any]) -> None:
        words = self._words(cells)
        external_id = f"{self._id_prefix}{cells['id']}" if "id" in cells else str(cells.get("imported_as", ""))
        facts, related = self._facts(cells, words.title), cells.get("related")
        if external_id:
            facts["external_id"] = external_id
        slug = self._slug(cells, words.title, external_id)
        entry = self._entries.setdefault(slug, Entry(slug))
        if words.language in entry.places:
            raise Mend(
                f"has the same {'id' if external_id else 'slug'} and language as {entry.places[words.language]} "
                f"({external_id or slug}). Remove one, or give each a slug of its own."
            )
        entry.places[words.language] = place
        entry.words.append(words)
        entry.facts.update(facts)
        entry.related = entry.related if related is None else related
        if "files" in cells:
            entry.files[words.language] = _listed(cells["files"])

    def _words(self, cells: Mapping[str, Any]) -> Words:
        language = str(cells.get("language", self._language))
        if language not in dict(settings.LANGUAGES):
            known = ", ".join(dict(settings.LANGUAGES))
            raise Mend(f"“{language}” is not a language of this site. Use one of: {known}.")
        for name in ("title", "body"):
            if name not in cells:
                raise Mend(f"the {name} is empty. Fill it in, or remove the row.")
        title, summary = (" ".join(str(cells.get(name, "")).split()) for name in ("title", "summary"))
        for name, text, most in (("title", title, 500), ("summary", summary, 500)):
            if len(text) > most:
                raise Mend(f"the {name} has {len(text)} characters; {most} is the most. Shorten it.")
        staff_body = tidy(str(cells["staff_body"])) if "staff_body" in cells else None
        return Words(language, title, tidy(str(cells["body"])), summary, tuple(cells.get("keywords", ())), staff_body)

    def _facts(self, cells: Mapping[str, Any], title: str) -> Facts:
        facts = Facts()
        if "kind" in cells:
            facts["kind"] = str(cells["kind"])
        elif "slug" not in cells:
            # Tables of questions rarely say that they are such.
            facts["kind"] = ArticleKind.FAQ if title.endswith("?") else ArticleKind.ARTICLE
        if "audience" in cells:
            facts["audience"] = str(cells["audience"])
        if service := cells.get("service", self._service):
            facts["service"] = _known(self._services, service, "service")
        if "enquiry_type" in cells:
            facts["enquiry_type"] = _known(self._enquiry_types, cells["enquiry_type"], "enquiry type")
        if "occasions" in cells:
            facts["occasions"] = [_known(self._occasions, code, "life event") for code in cells["occasions"]]
        if "most_asked" in cells:
            facts["most_asked"] = _rank(cells["most_asked"])
        if "review_by" in cells:
            facts["review_by"] = _day(cells["review_by"])
        return facts

    def _slug(self, cells: Mapping[str, Any], title: str, external_id: str) -> str:
        """Return the slug that is given, or that the id had before, or that the title makes, kept apart by the id."""
        if "slug" in cells:
            slug = str(cells["slug"])
            if not SLUG.fullmatch(slug) or len(slug) > 120:
                raise Mend(f"the slug “{slug}” is not one: use up to 120 of a-z, 0-9 and hyphens.")
            return slug
        if external_id in self._slugs:
            return self._slugs[external_id]
        made = slugify(title)
        if len(made) > LONGEST_SLUG:
            made = made[: LONGEST_SLUG + 1].rpartition("-")[0] or made[:LONGEST_SLUG]
        slug = f"{self._prefix}{made}" if made else ""
        if external_id and (not slug or self._ids.get(slug, external_id) != external_id):
            slug = slugify(f"{slug or self._prefix}-{cells.get('id', external_id)}")
        if not slug:
            raise Mend("no slug can be made from this title. Add a column “slug” with one in a-z, 0-9 and hyphens.")
        if external_id:
            self._ids[slug], self._slugs[external_id] = external_id, slug
        return slug


def _known(rows: Mapping[str, Any], code: object, name: str) -> Any:
    if code not in rows:
        raise Mend(f"there is no {name} “{code}” in the catalogue. Import the catalogue first, or mend the code.")
    return rows[str(code)]


def _rank(value: object) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", str(value)):
        raise Mend(f"most_asked: “{value}” is not a rank. Use 1 for the most asked question, then 2, and so on.")
    return int(str(value))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Mend(f"review_by: “{value}” is not a date. Write it as 2027-03-31.") from error


def _listed(value: object) -> list[ListedFile]:
    """Return what a list of files names: objects with `file` and `title`, or paths alone."""
    parts = value if isinstance(value, list) else re.split(r"[|;]", str(value))
    named = [part if isinstance(part, dict) else {"file": part} for part in parts]
    if not all(isinstance(part.get("file"), str) and part["file"].strip() for part in named):
        raise Mend("files: name each as “file: files/form.pdf”, with a “title” where its name says too little.")
    return [ListedFile(str(part.get("title") or ""), part["file"].strip()) for part in named]
