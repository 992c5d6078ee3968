"""A whole catalogue taken in from entries: all of it, or nothing and a list of what to mend."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import DomainError
from firstpoint.core.outcome import Outcome, carry_out
from firstpoint.domain.catalogue.actions.entries import save_entry
from firstpoint.domain.catalogue.queries.entries import SECTIONS

Placed = tuple[str, Mapping[str, Any]]
Item = tuple[str, str, int, Mapping[str, Any]]
Track = Callable[[Sequence[Item]], Iterable[Item]]


class NoCatalogue(DomainError):
    """What was given is no catalogue at all."""


def read_sections(data: object, *, name: str) -> dict[str, list[Placed]]:
    """Return the entries of a file's data by section, each with its place. Raises NoCatalogue, naming the file."""
    if not isinstance(data, dict) or not set(data) <= set(SECTIONS):
        raise NoCatalogue(
            _("%(file)s: give an object whose keys are among: %(known)s.")
            % {"file": name, "known": ", ".join(SECTIONS)}
        )
    sections = {}
    for section, entries in data.items():
        listed = [entries] if section == "agency" else entries
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            raise NoCatalogue(_("%(file)s: %(section)s: give a list of objects.") % {"file": name, "section": section})
        sections[section] = [(_place(section, number, entry), entry) for number, entry in enumerate(listed, 1)]
    return sections


def _place(section: str, number: int, entry: Mapping[str, Any]) -> str:
    if section == "agency":
        return section
    code = entry.get("code", _("without code"))
    return _("%(section)s, entry %(number)s (%(code)s)") % {"section": section, "number": number, "code": code}


def import_entries(
    sections: Mapping[str, Sequence[Placed]],
    *,
    actor: Actor,
    why: str = "",
    dry_run: bool = False,
    track: Track = iter,
) -> Outcome:
    """Save the entries, section after section, or say what keeps them out.

    Records what saving each records. A dry run stores nothing and says what would come of it.
    """
    require(actor, "catalogue.change")

    def work(outcome: Outcome) -> None:
        items: list[Item] = []
        for section, model in SECTIONS.items():
            entries = sections.get(section, [])
            if entries:
                outcome.rows[model._meta.label_lower] = len(entries)
            items += [(section, place, number, entry) for number, (place, entry) in enumerate(entries)]
        seen: set[tuple[str, str]] = set()
        for section, place, position, entry in track(items):
            with outcome.at(place):
                _check_once(section, entry, seen)
                save_entry(section, entry, actor=actor, why=why, position=position)

    return carry_out(work, dry_run=dry_run)


def _check_once(section: str, entry: Mapping[str, Any], seen: set[tuple[str, str]]) -> None:
    key = (section, str(entry.get("code", "")))
    if key in seen and section != "escalations":
        raise DomainError(_("the code “%(code)s” is used twice. Give each its own.") % {"code": key[1]})
    seen.add(key)
