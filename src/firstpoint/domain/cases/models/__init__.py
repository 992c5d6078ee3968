"""Cases, their pauses and clocks, the contacts that they gather, and what staff do about them."""

from firstpoint.domain.cases.models.breaches import Breach, BreachReason, Promised
from firstpoint.domain.cases.models.cases import CHOSEN_OUTCOMES, Case, CaseContact, CaseState, Outcome, Pause
from firstpoint.domain.cases.models.clocks import TierClock
from firstpoint.domain.cases.models.links import CaseLink, LinkKind
from firstpoint.domain.cases.models.looks import LookReason, Viewer
from firstpoint.domain.cases.models.replies import Nudge, Reply, Undo
from firstpoint.domain.cases.models.work import Note, Party, PartyRole, Task

__all__ = (
    "CHOSEN_OUTCOMES",
    "Breach",
    "BreachReason",
    "Case",
    "CaseContact",
    "CaseLink",
    "CaseState",
    "LinkKind",
    "LookReason",
    "Note",
    "Nudge",
    "Outcome",
    "Party",
    "PartyRole",
    "Pause",
    "Promised",
    "Reply",
    "Task",
    "TierClock",
    "Undo",
    "Viewer",
)
