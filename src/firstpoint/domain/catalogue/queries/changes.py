"""What was changed in the catalogue: the history of a row, and how two of its states differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue.models import Change, EnquiryTypeDraft

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that two entries say differently, and the keys and codes that lead to it; None is not said at all."""

    path: Path
    before: Any
    after: Any


def changes_of(actor: Actor, section: str, code: str) -> "QuerySet[Change]":
    """Return what became of a row, newest first."""
    require(actor, "catalogue.view")
    return Change.objects.filter(section=section, code=code).select_related("by").order_by("-number")


def get_change(actor: Actor, section: str, code: str, number: int) -> Change:
    """Return one state of a row. Raises NotFound."""
    change = changes_of(actor, section, code).filter(number=number).first()
    if change is None:
        raise NotFound
    return change


def last_number(section: str, code: str) -> int:
    """Return the number of the row's latest change, 0 before any."""
    return Change.objects.filter(section=section, code=code).aggregate(last=Max("number"))["last"] or 0


def drafts(actor: Actor) -> "QuerySet[EnquiryTypeDraft]":
    """Return the enquiry types that are being written, by code."""
    require(actor, "catalogue.view")
    return EnquiryTypeDraft.objects.select_related("by").order_by("code")


def find_draft(actor: Actor, code: str) -> EnquiryTypeDraft | None:
    """Return what is being written of an enquiry type, None when nothing is."""
    return drafts(actor).filter(code=code).first()


def differences(before: Any, after: Any, path: Path = ()) -> list[Difference]:
    """Return what differs, value by value; entries of a list that have codes are compared by them."""
    if before == after:
        return []
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [*before, *(key for key in after if key not in before)]
        return [
            difference for key in keys for difference in differences(before.get(key), after.get(key), (*path, str(key)))
        ]
    if (_is_coded(before) or before == []) and (_is_coded(after) or after == []):
        return _between_lists(before, after, path)
    return [Difference(path, before, after)]


def _between_lists(before: list[Any], after: list[Any], path: Path) -> list[Difference]:
    former = {entry["code"]: entry for entry in before}
    latter = {entry["code"]: entry for entry in after}
    found = differences(former, latter, path)
    stayed = [code for code in former if code in latter]
    order = [code for code in latter if code in former]
    return found if stayed == order else [*found, Difference((*path, "order"), stayed, order)]


def _is_coded(value: Any) -> bool:
    """Say whether it is a list, not empty, of entries that each have a code of their own."""
    if not isinstance(value, list) or not value:
        return False
    codes = [entry.get("code") if isinstance(entry, Mapping) else None for entry in value]
    return all(isinstance(code, str) for code in codes) and len(set(codes)) == len(codes)
