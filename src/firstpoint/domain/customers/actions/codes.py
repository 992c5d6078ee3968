"""One-time codes: sent to a contact point, used once, and the contact point is proved."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.customers.models import CodePurpose, ContactPoint, Customer, OneTimeCode
from firstpoint.domain.customers.queries.identity import identity_ids

CODE_LIFETIME = timedelta(minutes=15)
CODE_ATTEMPTS = 5


class WrongCode(DomainError):
    """The code is not right, not any more, or was tried too often; which of these is not told."""

    sentence = _("That code is not right, or it is too old. Check it, or ask for a new one.")


@action
def issue_code(
    *, actor: Actor, purpose: str, subject_id: int | None, kind: str, destination: str, language: str
) -> OneTimeCode:
    """Make a one-time code and have it sent to the destination; an empty destination sends nothing and looks the same.

    Records code.issued.
    """
    require(actor, _right_for(purpose))
    code = OneTimeCode.objects.create(
        purpose=purpose,
        subject_id=subject_id,
        kind=kind,
        destination=destination,
        language=language,
        nonce=secrets.token_hex(16),
        expires_at=clock.now() + CODE_LIFETIME,
    )
    record("code.issued", code, actor=actor)
    return code


def _right_for(purpose: str) -> str:
    """Return the right to a code: advisers send those by which a customer proves who they are."""
    return "customers.check" if purpose == CodePurpose.IDENTITY else "customers.prove"


def digits_of(code: OneTimeCode) -> str:
    """Return the six digits of a code, worked out from its nonce and the installation's key."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"one-time-code {code.nonce}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def use_code(code_id: int, digits: str, *, actor: Actor, purpose: str) -> OneTimeCode:
    """Use up a code when the digits are right.

    A wrong try is counted although the caller gets an error. Records code.used or code.refused. Raises WrongCode.
    """
    with transaction.atomic():
        require(actor, _right_for(purpose))
        code = OneTimeCode.objects.select_for_update().filter(pk=code_id, purpose=purpose).first()
        if code is None:
            raise WrongCode
        right = (
            code.used_at is None
            and code.destination != ""
            and code.expires_at > clock.now()
            and code.attempts < CODE_ATTEMPTS
            and hmac.compare_digest(digits_of(code).encode(), digits.encode())
        )
        code.attempts += 1
        code.used_at = clock.now() if right else code.used_at
        code.save(update_fields=["attempts", "used_at"])
        record("code.used" if right else "code.refused", code, actor=actor)
    if not right:
        raise WrongCode
    return code


@action
def verify_contact_point(customer: Customer, *, actor: Actor, kind: str, value: str) -> None:
    """Mark a contact point of the customer, merged or not, as proved. Records contact_point.verified the first time."""
    require(actor, "customers.verify")
    points = ContactPoint.objects.filter(customer__in=identity_ids(customer.pk), kind=kind, value=value)
    for point in points.filter(verified_at=None).select_for_update():
        point.verified_at = clock.now()
        point.save(update_fields=["verified_at"])
        record("contact_point.verified", point, actor=actor, customer_id=point.customer_id)


@action
def forget_old_codes(*, actor: Actor) -> int:
    """Delete codes that expired a day ago; return how many. Records nothing: the codes' own events stay."""
    require(actor, "customers.prove")
    deleted, _by_model = OneTimeCode.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    return deleted
