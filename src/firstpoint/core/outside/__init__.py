"""Requests to machines outside: guarded so that none ever reaches a private address, bounded in time and size."""

from firstpoint.core.outside.addresses import IPAddress, NotAllowed, is_public
from firstpoint.core.outside.asking import Answer, Outside, Unreachable
from firstpoint.core.outside.visiting import Outcome, Visit, Visitor

__all__ = (
    "Answer",
    "IPAddress",
    "NotAllowed",
    "Outcome",
    "Outside",
    "Unreachable",
    "Visit",
    "Visitor",
    "is_public",
)
