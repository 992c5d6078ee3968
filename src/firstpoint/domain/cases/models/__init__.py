"""Cases, their pauses, and the contacts that they gather."""

from firstpoint.domain.cases.models.cases import Case, CaseContact, CaseState, Outcome, Pause

__all__ = ("Case", "CaseContact", "CaseState", "Outcome", "Pause")
