"""A visitor of the public site proves a right to a case: with a code sent to a contact point, or with the secret."""

import hashlib
import hmac

from django.conf import settings

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import CodePurpose, ContactPoint, OneTimeCode
from firstpoint.domain.customers.queries import identity_ids


@action
def request_tracking_code(*, actor: Actor, reference: str, kind: str, value: str, language: str) -> OneTimeCode:
    """Send a one-time code when the contact point belongs to the case; otherwise do the same work and send nothing."""
    require(actor, "cases.prove")
    case_id, customer_id = Case.objects.filter(reference=reference).values_list("pk", "customer").first() or (
        None,
        None,
    )
    # A case of somebody who was merged is proved by the contact points of all that they are known by.
    points = ContactPoint.objects.filter(kind=kind, value=value, customer__in=identity_ids(customer_id or 0))
    is_theirs = points.exists() and case_id is not None
    return customers.issue_code(
        actor=actor,
        purpose=CodePurpose.TRACK,
        subject_id=case_id if is_theirs else None,
        kind=kind,
        destination=value if is_theirs else "",
        language=language,
    )


@action
def _proved(case: Case, actor: Actor, how: str) -> Case:
    record("case.proved", case, actor=actor, customer_id=case.customer_id, case_id=case.pk, data={"how": how})
    return case


def prove_case_by_code(code_id: int, digits: str, *, actor: Actor) -> Case:
    """Return the case that a one-time code opens. Records case.proved. Raises WrongCode."""
    require(actor, "cases.prove")
    code = customers.use_code(code_id, digits, actor=actor, purpose=CodePurpose.TRACK)
    case = Case.objects.select_related("customer").get(pk=code.subject_id or 0)
    if case.customer is not None:
        customers.verify_contact_point(case.customer, actor=actor, kind=code.kind, value=code.destination)
    return _proved(case, actor, "code")


def prove_case_by_secret(reference: str, secret: str, *, actor: Actor) -> Case:
    """Return the case whose secret this is. Records case.proved. Raises NotFound, whatever was wrong."""
    require(actor, "cases.prove")
    case = Case.objects.filter(reference=reference).exclude(secret_hash="").first()
    if case is None or not hmac.compare_digest(case.secret_hash, hash_of_secret(secret)):
        raise NotFound
    return _proved(case, actor, "secret")


def hash_of_secret(secret: str) -> str:
    """Return what is stored of a secret. It is drawn at random and long, so one keyed hash is enough."""
    return hmac.new(settings.SECRET_KEY.encode(), f"case-secret {secret}".encode(), hashlib.sha256).hexdigest()
