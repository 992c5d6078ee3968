"""An enquiry type is written step by step in a draft, which nobody but its writers sees until it is published."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.catalogue.actions.entries import ChangedMeanwhile, save_entry
from firstpoint.domain.catalogue.models import EnquiryType, EnquiryTypeDraft
from firstpoint.domain.catalogue.queries.changes import last_number
from firstpoint.domain.catalogue.queries.entries import entry_of, find_row


class DraftChanged(DomainError):
    """Somebody else changed the draft since it was read."""

    sentence = gettext_lazy("Somebody changed this draft meanwhile. Check your change against it, then send it again.")


@action
def begin_enquiry_type(code: str, *, actor: Actor, says: Mapping[str, Any] | None = None) -> EnquiryTypeDraft:
    """Begin to write an enquiry type: from how it works now, or from `says` when it is new.

    A draft that is there already is returned as it is; for a new enquiry type its code is taken. Records
    enquiry_type.drafted.
    """
    require(actor, "catalogue.change")
    row, draft = find_row("enquiry_types", code), EnquiryTypeDraft.objects.filter(code=code).first()
    if says is not None and (row or draft or EnquiryType.objects.filter(code=code).exists()):
        raise DomainError(_("The code “%(code)s” is taken. Choose another.") % {"code": code})
    if draft:
        return draft
    if says is None and row is None:
        raise NotFound
    entry = {**(says or {}), "code": code} if row is None else entry_of(row)
    draft = EnquiryTypeDraft.objects.create(code=code, says=entry, by_id=actor.id, at=clock.now())
    record("enquiry_type.drafted", draft, actor=actor, data={"enquiry_type": code})
    return draft


@action
def change_enquiry_type_draft(code: str, *, actor: Actor, seen: int, **says: Any) -> EnquiryTypeDraft:
    """Change what a draft says, key by key; a value of None takes its key away.

    `seen` is the number of the draft that the writer looked at. Raises DraftChanged, NotFound. Records
    enquiry_type.drafted.
    """
    draft = _lock_draft(code, actor, seen)
    draft.says = {key: value for key, value in {**draft.says, **says}.items() if value is not None}
    draft.number, draft.by_id, draft.at = draft.number + 1, actor.id, clock.now()
    draft.save()
    record("enquiry_type.drafted", draft, actor=actor, data={"enquiry_type": code, "number": draft.number})
    return draft


@action
def discard_enquiry_type_draft(code: str, *, actor: Actor, seen: int) -> None:
    """Throw away what was written. Raises DraftChanged, NotFound. Records enquiry_type.draft_discarded."""
    draft = _lock_draft(code, actor, seen)
    record("enquiry_type.draft_discarded", draft, actor=actor, data={"enquiry_type": code})
    draft.delete()


@action
def publish_enquiry_type_draft(code: str, *, actor: Actor, seen: int, published: int, why: str) -> None:
    """Publish what the draft says; cases and saved forms stay with the version that they began with.

    `published` is the number of the change that the writer compared the draft with. Raises DraftChanged,
    ChangedMeanwhile, NotFound, DefinitionError, and DomainError for the rest. Records enquiry_type.published when
    anything is new.
    """
    draft = _lock_draft(code, actor, seen)
    if not why.strip():
        raise DomainError(_("Say why, in a few words: those who look at the history will ask."))
    if last_number("enquiry_types", code) != published:
        raise ChangedMeanwhile
    save_entry("enquiry_types", draft.says, actor=actor, why=why)
    record("enquiry_type.draft_published", draft, actor=actor, data={"enquiry_type": code})
    draft.delete()


def _lock_draft(code: str, actor: Actor, seen: int) -> EnquiryTypeDraft:
    require(actor, "catalogue.change")
    draft = EnquiryTypeDraft.objects.select_for_update().filter(code=code).first()
    if draft is None:
        raise NotFound
    if draft.number != seen:
        raise DraftChanged
    return draft
