"""Made-up articles that hold names, form numbers, telephone numbers and codes, and 200 queries for exactly one of them.

Each thing is asked for as it is written and as people type it: in lower case, without hyphens, brackets or accents, or
with a part of the number. Every article has near relatives, since W-9 is no use to whoever asks for W-4.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bench.search.sets import Document, Query

SEED = 7
OF_EACH_KIND = 20
FAMILIES, AREAS = ("W", "I", "DL", "SS", "K"), ("12", "27", "31", "48")
FIRST_NAMES = ("Rosa", "Ann-Marie", "José", "Dwight", "Siobhan", "Lena", "Noël", "Priya", "Walt", "Inés")
LAST_NAMES = (
    "Vale", "O'Hanrahan", "Peñaranda", "Okonjo", "Lindqvist", "Tran-Bell", "Abernathy", "Castañeda", "D'Amboise", "Whitlock",
    "Szymanski", "McAllen", "Iturbe", "Fairweather", "Nakagawa", "Delacroix", "Hollis", "Bäcker", "Quintero", "Yardley",
)  # fmt: skip
PLACES = (
    "Maple Ridge", "St. Odile's", "Cañada", "Upper Fenwick", "O'Dell", "Three-Mile", "Larkspur", "Old Tannery", "Kestrel",
    "Bramble Hollow", "Piñon", "Quarry Bend", "Heron's Ford", "Saltmarsh", "Juniper", "Wexcombe", "Thistledown", "Gannet",
    "Millrace", "Sorrel",
)  # fmt: skip
BUILDINGS = ("Library", "Clinic", "Park", "Transfer Station")
OFFICES = ("Assessor", "Clerk of Court", "Elections Office", "Public Works", "Health Department", "Animal Shelter")
MATTERS = (
    "a dog license",
    "a building permit",
    "the property tax relief",
    "a water meter",
    "a marriage license",
    "a vendor account",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, slots=True)
class Thing:
    """What is looked for: its kind, how it is written, how it is typed otherwise, and the article that holds it."""

    kind: str
    written: str
    typed: str
    title: str
    body: str


def make() -> tuple[list[Document], dict[str, list[Query]]]:
    """Return the articles, and the queries by their kind and by whether they are typed as written."""
    documents: list[Document] = []
    queries: dict[str, list[Query]] = {}
    for thing in _things(random.Random(SEED)):
        slug = f"thing-{len(documents) + 1}"
        documents.append(Document(slug, thing.title, thing.body))
        for how, text in (("as written", thing.written), ("typed otherwise", thing.typed)):
            queries.setdefault(f"{thing.kind}, {how}", []).append(Query(text, frozenset({slug})))
    return documents, queries


def _things(draw: random.Random) -> Iterator[Thing]:
    numbers = draw.sample(range(10, 100), OF_EACH_KIND)
    for place in range(OF_EACH_KIND):
        yield _form(draw, place)
        yield _ordinance(draw, place)
        yield _telephone(draw, numbers[place])
        yield _person(draw, place)
        yield _building(draw, place)


def _form(draw: random.Random, place: int) -> Thing:
    # Ten families of two near relatives: W-3 and W-4, 2040-A and 2040-B.
    family, which = divmod(place, 2)
    code = (
        f"{FAMILIES[family]}-{2 * family + 3 + which}"
        if family < len(FAMILIES)
        else f"{2040 + 7 * family}-{'AB'[which]}"
    )
    matter = draw.choice(MATTERS)
    return Thing(
        "form numbers",
        f"Form {code}",
        draw.choice((code, code.replace("-", ""), f"form {_spaced(code)}")).lower(),
        f"Form {code}" if which else f"Papers for {matter}",
        f"Whoever applies for {matter} fills in Form {code}. Sign Form {code} on its last page and bring it to the "
        f"{draw.choice(OFFICES)} on a {draw.choice(DAYS)}. Other forms are not needed for this.",
    )


def _ordinance(draw: random.Random, place: int) -> Thing:
    family, which = divmod(place, 2)
    code = f"{AREAS[family % len(AREAS)]}-{400 + 10 * family + which}"
    return Thing(
        "codes",
        f"Ordinance {code}",
        draw.choice((f"ordinance {_spaced(code)}", code, f"ord {code}")),
        "What the county's rules say about " + draw.choice(MATTERS),
        f"The Board passed Ordinance {code} to settle who needs {draw.choice(MATTERS)}. A copy of it lies open at the "
        f"{draw.choice(OFFICES)}. Whoever breaks the ordinance pays a fee.",
    )


def _telephone(draw: random.Random, number: int) -> Thing:
    written = f"(555) 555-01{number}"
    office, day = draw.choice(OFFICES), draw.choice(DAYS)
    return Thing(
        "telephone numbers",
        written,
        draw.choice((f"555-01{number}", f"555 555 01{number}", f"55555501{number}", f"55501{number}", f"01{number}")),
        f"Reach the {office} on a {day}",
        f"The {office} takes calls about {draw.choice(MATTERS)} at {written} until five. On a {day} somebody who speaks "
        "Spanish is there. In an emergency call 911.",
    )


def _person(draw: random.Random, place: int) -> Thing:
    name = f"{FIRST_NAMES[place % len(FIRST_NAMES)]} {LAST_NAMES[place]}"
    office = draw.choice(OFFICES)
    return Thing(
        "people",
        name,
        draw.choice((_plain, lambda text: _plain(text.split()[1])))(name),
        f"Who heads the {office}",
        f"{name} has led the {office} since spring. Write to {name} about {draw.choice(MATTERS)}, or come to the open "
        f"hour on {draw.choice(DAYS)}.",
    )


def _building(draw: random.Random, place: int) -> Thing:
    name, day = f"{PLACES[place]} {BUILDINGS[place % len(BUILDINGS)]}", draw.choice(DAYS)
    return Thing(
        "places",
        name,
        _plain(name),
        f"Hours on {day}" if place % 2 else f"{name}: hours and parking",
        f"{name} opens at nine and shuts at six; on {day} it stays open until eight. Parking is free beside the "
        f"{draw.choice(BUILDINGS).lower()}, and the bus stops in front of it.",
    )


def _plain(text: str) -> str:
    """Return the text in lower case, without accents and apostrophes, hyphens and stops being spaces."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[-.]", " ", bare.replace("'", "")).lower().split())


def _spaced(code: str) -> str:
    return code.replace("-", " ")
