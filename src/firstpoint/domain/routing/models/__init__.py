"""Routing's tables, one module per noun."""

from firstpoint.domain.routing.models.advisers import Adviser, Presence
from firstpoint.domain.routing.models.batches import Batch, BatchedCase, BatchKind
from firstpoint.domain.routing.models.covers import CoveredCase
from firstpoint.domain.routing.models.escalations import EscalatedCase
from firstpoint.domain.routing.models.hand_offs import Cause, HandOff, HandOffKind, HandOffState
from firstpoint.domain.routing.models.triage import TriageModel
from firstpoint.domain.routing.models.waits import Overflow, QueueLoad, WaitEstimate
from firstpoint.domain.routing.models.work import WorkItem, WorkState

__all__ = (
    "Adviser",
    "Batch",
    "BatchKind",
    "BatchedCase",
    "Cause",
    "CoveredCase",
    "EscalatedCase",
    "HandOff",
    "HandOffKind",
    "HandOffState",
    "Overflow",
    "Presence",
    "QueueLoad",
    "TriageModel",
    "WaitEstimate",
    "WorkItem",
    "WorkState",
)
