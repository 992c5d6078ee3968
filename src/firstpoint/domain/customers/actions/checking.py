"""Somebody proves who they are, as well as their matter asks for, and is not asked again for it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound, TooMany
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import IdentityLevel
from firstpoint.domain.customers.actions.codes import issue_code, use_code, verify_contact_point
from firstpoint.domain.customers.models import (
    CheckHow,
    CodePurpose,
    ContactPoint,
    Customer,
    IdentityCheck,
    OneTimeCode,
)
from firstpoint.domain.customers.queries.checks import checks_in, is_identified
from firstpoint.domain.customers.queries.identity import identity_ids

MOST_FAILED = 3
LEAST_RIGHT = 2


class ProvedAlready(DomainError):
    """The customer proved who they are, as well as is asked for."""

    sentence = _("The customer has proved who they are already. Do not ask them again.")


class TooManyFailed(TooMany):
    """So many checks failed that somebody may be guessing."""

    sentence = _(
        "Too many checks failed today, so no other is possible here. Give out nothing about the customer, and ask a"
        " supervisor."
    )


class TooFewAsked(DomainError):
    """One right answer may be a guess."""

    sentence = _("Ask at least two questions: one right answer may be a guess.")


@action
def check_identity(
    customer: Customer,
    *,
    actor: Actor,
    level: int,
    how: str,
    passed: bool,
    case_id: int | None = None,
    contact_id: int | None = None,
) -> IdentityCheck:
    """Note whether the customer proved who they are in a contact, or in a case today.

    Records identity.proved or identity.not_proved. Raises ProvedAlready, TooManyFailed.
    """
    require(actor, "customers.check")
    # Two advisers who check at once are told the same as one after the other.
    Customer.objects.select_for_update().filter(pk=customer.pk).first()
    _refuse_needless(customer, level=level, case_id=case_id, contact_id=contact_id)
    check = IdentityCheck.objects.create(
        customer=customer,
        contact_id=contact_id,
        case_id=case_id,
        level=IdentityLevel(level),
        how=CheckHow(how),
        passed=passed,
        by_id=actor.id,
    )
    record(
        "identity.proved" if passed else "identity.not_proved",
        check,
        actor=actor,
        customer_id=customer.pk,
        case_id=case_id,
        contact_id=contact_id,
        data={"level": level, "how": how},
    )
    return check


def _refuse_needless(customer: Customer, *, level: int, case_id: int | None, contact_id: int | None) -> None:
    if is_identified(customer, level=level, case_id=case_id, contact_id=contact_id):
        raise ProvedAlready
    if checks_in(customer, case_id=case_id, contact_id=contact_id).filter(passed=False).count() >= MOST_FAILED:
        raise TooManyFailed


@action
def check_identity_by_answers(
    customer: Customer,
    marks: Mapping[str, bool],
    *,
    actor: Actor,
    case_id: int | None = None,
    contact_id: int | None = None,
) -> IdentityCheck:
    """Judge the answers to what only the customer should know: each question that was asked, with whether it was right.

    Two right ones are enough, and one wrong one is too many. Records identity.proved or identity.not_proved. Raises
    TooFewAsked, ProvedAlready, TooManyFailed.
    """
    require(actor, "customers.check")
    if len(marks) < LEAST_RIGHT and all(marks.values()):
        raise TooFewAsked
    return check_identity(
        customer,
        actor=actor,
        level=IdentityLevel.KNOWLEDGE,
        how=CheckHow.QUESTIONS,
        passed=all(marks.values()),
        case_id=case_id,
        contact_id=contact_id,
    )


@action
def send_identity_code(
    customer: Customer, point_id: int, *, actor: Actor, case_id: int | None = None, contact_id: int | None = None
) -> OneTimeCode:
    """Send a one-time code to a contact point of the customer, who reads it to the adviser. Records code.issued."""
    require(actor, "customers.check")
    _refuse_needless(customer, level=IdentityLevel.CONTACT_POINT, case_id=case_id, contact_id=contact_id)
    point = ContactPoint.objects.filter(pk=point_id, customer__in=identity_ids(customer.pk)).first()
    if point is None:
        raise NotFound
    return issue_code(
        actor=actor,
        purpose=CodePurpose.IDENTITY,
        subject_id=point.customer_id,
        kind=point.kind,
        destination=point.value,
        language=customer.language,
    )


def check_identity_by_code(
    customer: Customer,
    code_id: int,
    digits: str,
    *,
    actor: Actor,
    case_id: int | None = None,
    contact_id: int | None = None,
) -> IdentityCheck:
    """Note that the customer read out the right code, which proves the contact point that it was sent to.

    Records code.used, contact_point.verified and identity.proved. Raises WrongCode, which counts the try.
    """
    require(actor, "customers.check")
    code = use_code(code_id, digits, actor=actor, purpose=CodePurpose.IDENTITY)
    if code.subject_id not in identity_ids(customer.pk):
        raise NotFound
    with transaction.atomic():
        holder = Customer.objects.get(pk=code.subject_id)
        verify_contact_point(holder, actor=actor, kind=code.kind, value=code.destination)
        return check_identity(
            customer,
            actor=actor,
            level=IdentityLevel.CONTACT_POINT,
            how=CheckHow.CODE,
            passed=True,
            case_id=case_id,
            contact_id=contact_id,
        )
