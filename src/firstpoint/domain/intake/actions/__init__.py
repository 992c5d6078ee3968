"""Everything that is done with input, one module per kind of doing."""

from firstpoint.domain.intake.actions.drafting import (
    forget_old_drafts,
    prove_draft,
    request_draft_code,
    save_draft,
)
from firstpoint.domain.intake.actions.jobs import abandon_job, retry_job
from firstpoint.domain.intake.actions.quarantine import discard_input, note_look, quarantine_input, retry_input
from firstpoint.domain.intake.actions.receiving import accept, receive, set_aside, take_in

__all__ = (
    "abandon_job",
    "accept",
    "discard_input",
    "forget_old_drafts",
    "note_look",
    "prove_draft",
    "quarantine_input",
    "receive",
    "request_draft_code",
    "retry_input",
    "retry_job",
    "save_draft",
    "set_aside",
    "take_in",
)
