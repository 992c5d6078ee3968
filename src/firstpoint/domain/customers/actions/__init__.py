"""What is done about customers, one module per kind of doing."""

from firstpoint.domain.customers.actions.checking import (
    MOST_FAILED,
    ProvedAlready,
    TooFewAsked,
    TooManyFailed,
    check_identity,
    check_identity_by_answers,
    check_identity_by_code,
    send_identity_code,
)
from firstpoint.domain.customers.actions.codes import (
    CODE_ATTEMPTS,
    WrongCode,
    digits_of,
    forget_old_codes,
    issue_code,
    use_code,
    verify_contact_point,
)
from firstpoint.domain.customers.actions.facts import (
    KnownAlready,
    MergedMeanwhile,
    add_address,
    add_contact_point,
    change_consents,
    change_customer,
    change_needs,
    remove_contact_point,
)
from firstpoint.domain.customers.actions.identifying import identify, identify_staff
from firstpoint.domain.customers.actions.looking import note_look, note_search
from firstpoint.domain.customers.actions.merging import (
    MergedElsewhere,
    NoSuchMerge,
    OneAlready,
    merge_customers,
    refuse_match,
    undo_merge,
)

__all__ = (
    "CODE_ATTEMPTS",
    "MOST_FAILED",
    "KnownAlready",
    "MergedElsewhere",
    "MergedMeanwhile",
    "NoSuchMerge",
    "OneAlready",
    "ProvedAlready",
    "TooFewAsked",
    "TooManyFailed",
    "WrongCode",
    "add_address",
    "add_contact_point",
    "change_consents",
    "change_customer",
    "change_needs",
    "check_identity",
    "check_identity_by_answers",
    "check_identity_by_code",
    "digits_of",
    "forget_old_codes",
    "identify",
    "identify_staff",
    "issue_code",
    "merge_customers",
    "note_look",
    "note_search",
    "refuse_match",
    "remove_contact_point",
    "send_identity_code",
    "undo_merge",
    "use_code",
    "verify_contact_point",
)
