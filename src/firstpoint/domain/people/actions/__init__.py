"""Everything that is done to staff and their notices, one module per noun."""

from firstpoint.domain.people.actions.notices import give_notice, give_notices, mail_notices, read_notices
from firstpoint.domain.people.actions.staff import (
    AlreadyStaff,
    LastAdministrator,
    change_profile,
    change_staff,
    choose_desk_language,
    deactivate_staff,
    invite_staff,
    note_refusal,
    note_sign_in,
    note_sign_in_changed,
    note_sign_out,
    reactivate_staff,
    request_password_link,
    reset_access,
    save_department,
)

__all__ = (
    "AlreadyStaff",
    "LastAdministrator",
    "change_profile",
    "change_staff",
    "choose_desk_language",
    "deactivate_staff",
    "give_notice",
    "give_notices",
    "invite_staff",
    "mail_notices",
    "note_refusal",
    "note_sign_in",
    "note_sign_in_changed",
    "note_sign_out",
    "reactivate_staff",
    "read_notices",
    "request_password_link",
    "reset_access",
    "save_department",
)
