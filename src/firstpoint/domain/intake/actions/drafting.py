"""A form is saved for later, and resumed by whoever can read what is sent to its contact point."""

from datetime import timedelta
from typing import Any

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import Agency, EnquiryTypeVersion
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import CodePurpose, OneTimeCode
from firstpoint.domain.intake.models import Draft
from firstpoint.domain.intake.queries import get_open_draft


@action
def save_draft(
    *,
    actor: Actor,
    version: EnquiryTypeVersion,
    kind: str,
    destination: str,
    language: str,
    answers: dict[str, Any],
    journey: dict[str, Any],
    draft_id: int | None = None,
) -> Draft:
    """Keep a half-filled form and send a link to it; saving again keeps one draft and its link. Records draft.saved."""
    require(actor, "intake.save_draft")
    days = Agency.objects.values_list("draft_days", flat=True).get()
    draft = Draft(
        pk=draft_id,
        version=version,
        kind=kind,
        destination=destination,
        language=language,
        answers=answers,
        journey=journey,
        saved_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    draft.save()
    record("draft.saved", draft, actor=actor)
    return draft


@action
def request_draft_code(draft_id: int, *, actor: Actor) -> OneTimeCode:
    """Send a code to where the draft's link went. Records code.issued. Raises NotFound."""
    require(actor, "intake.resume_draft")
    draft = get_open_draft(draft_id)
    return customers.issue_code(
        actor=actor,
        purpose=CodePurpose.DRAFT,
        subject_id=draft.pk,
        kind=draft.kind,
        destination=draft.destination,
        language=draft.language,
    )


def prove_draft(code_id: int, digits: str, *, actor: Actor) -> Draft:
    """Return the draft that a one-time code opens. Raises WrongCode, NotFound."""
    require(actor, "intake.resume_draft")
    code = customers.use_code(code_id, digits, actor=actor, purpose=CodePurpose.DRAFT)
    return get_open_draft(code.subject_id or 0)


@action
def forget_old_drafts(*, actor: Actor) -> int:
    """Delete drafts that can no longer be resumed; return how many."""
    require(actor, "intake.tidy")
    deleted, _by_model = Draft.objects.filter(expires_at__lt=clock.now()).delete()
    return deleted
