"""What is done about customers: they are identified, and prove a contact point with a one-time code."""

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
from firstpoint.domain.customers.models import ContactPoint, ContactPointKind, Customer, OneTimeCode

CODE_LIFETIME = timedelta(minutes=15)
CODE_ATTEMPTS = 5


class WrongCode(DomainError):
    """The code is not right, not any more, or was tried too often; which of these is not told."""

    sentence = _("That code is not right, or it is too old. Check it, or ask for a new one.")


@action
def identify(*, actor: Actor, name: str, email: str, phone: str, language: str) -> Customer | None:
    """Return the customer on strong evidence, else a new one; None for somebody who gave nothing.

    Strong evidence is the same name and every contact point given: an address alone may be shared or mistyped, and who
    adds an address to a known name and phone may be somebody else. Expects normalised contact points. Records
    customer.created for a new one.
    """
    require(actor, "customers.identify")
    points = {
        kind: value for kind, value in ((ContactPointKind.EMAIL, email), (ContactPointKind.PHONE, phone)) if value
    }
    if not points and not name:
        return None
    if points and (known := _find_known(name, points)):
        return known
    customer = Customer.objects.create(name=name, language=language, preferred_channel="email" if email else "")
    ContactPoint.objects.bulk_create(
        [ContactPoint(customer=customer, kind=kind, value=value) for kind, value in points.items()]
    )
    record("customer.created", customer, actor=actor, customer_id=customer.pk)
    return customer


def _find_known(name: str, points: dict[ContactPointKind, str]) -> Customer | None:
    """Return the customer of this name with all of these contact points; who proved the first of them comes first."""
    (kind, value), *others = points.items()
    holders = ContactPoint.objects.filter(kind=kind, value=value)
    for kind, value in others:
        holders = holders.filter(customer__contact_points__kind=kind, customer__contact_points__value=value)
    given = name.casefold().split()
    for point in holders.select_related("customer").order_by("verified_at", "pk"):
        if point.customer.name.casefold().split() == given:
            return point.customer
    return None


@action
def issue_code(
    *, actor: Actor, purpose: str, subject_id: int | None, kind: str, destination: str, language: str
) -> OneTimeCode:
    """Make a one-time code and have it sent to the destination; an empty destination sends nothing and looks the same.

    Records code.issued.
    """
    require(actor, "customers.prove")
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


def digits_of(code: OneTimeCode) -> str:
    """Return the six digits of a code, worked out from its nonce and the installation's key."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"one-time-code {code.nonce}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def use_code(code_id: int, digits: str, *, actor: Actor, purpose: str) -> OneTimeCode:
    """Use up a code when the digits are right.

    A wrong try is counted although the caller gets an error. Records code.used or code.refused. Raises WrongCode.
    """
    with transaction.atomic():
        require(actor, "customers.prove")
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
    """Mark a contact point of the customer as proved. Records contact_point.verified the first time."""
    require(actor, "customers.prove")
    for point in customer.contact_points.filter(kind=kind, value=value, verified_at=None).select_for_update():
        point.verified_at = clock.now()
        point.save(update_fields=["verified_at"])
        record("contact_point.verified", point, actor=actor, customer_id=customer.pk)


@action
def note_look(customer: Customer, *, actor: Actor) -> None:
    """Note that the actor was shown a customer. Records customer.viewed, a look."""
    require(actor, "customers.view")
    record("customer.viewed", customer, actor=actor, customer_id=customer.pk, is_look=True)


@action
def forget_old_codes(*, actor: Actor) -> int:
    """Delete codes that expired a day ago; return how many. Records nothing: the codes' own events stay."""
    require(actor, "customers.prove")
    deleted, _by_model = OneTimeCode.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    return deleted
