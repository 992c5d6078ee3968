"""Reads of cases: lists, one case, its thread and its timeline."""

from firstpoint.domain.cases.queries.cases import (
    Receipt,
    Step,
    case_list,
    cases_of,
    get_attachment,
    get_case,
    get_receipt,
    may_reopen,
    owned_cases,
    public_thread,
    references_of,
    steps,
    thread,
)
from firstpoint.domain.cases.queries.timelines import (
    TIMELINE_LENGTH,
    Place,
    TimelineEntry,
    looks_at_customer,
    timeline_of_case,
    timeline_of_customer,
)

__all__ = (
    "TIMELINE_LENGTH",
    "Place",
    "Receipt",
    "Step",
    "TimelineEntry",
    "case_list",
    "cases_of",
    "get_attachment",
    "get_case",
    "get_receipt",
    "looks_at_customer",
    "may_reopen",
    "owned_cases",
    "public_thread",
    "references_of",
    "steps",
    "thread",
    "timeline_of_case",
    "timeline_of_customer",
)
