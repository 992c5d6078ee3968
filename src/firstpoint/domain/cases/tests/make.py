"""Cases for tests, brought in as the public site brings them in and moved on by real actions."""

from typing import Any
from uuid import uuid4

from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case, Outcome
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.tests.make import an_incoming
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import WorkItem


def a_case(version: EnquiryTypeVersion | None = None, *, secret: str = "", **overrides: Any) -> Case:
    """Bring in a web form that opens a case, by default a general question of Rosa Vale.

    `overrides` are those of `an_incoming`: name, email, phone, body, subject, language, answers, files, journey …
    """
    incoming = an_incoming(
        **{
            "enquiry_type": version.enquiry_type.code if version else "",
            "secret_hash": actions.hash_of_secret(secret) if secret else "",
        }
        | overrides
    )
    return intake.take_in(incoming, actor=public_site(language=incoming.language), external_id=uuid4().hex)


def an_anonymous_case(secret: str = "K7M4-QX2W-PH93-R6YK", **overrides: Any) -> Case:
    """Bring in a question of somebody who gave no name and no contact point, and was shown a secret once."""
    return a_case(secret=secret, **{"name": "", "email": ""} | overrides)


def a_taken_case(adviser: User, version: EnquiryTypeVersion | None = None, **overrides: Any) -> Case:
    """Bring in a case and let this adviser take it from its queue."""
    case = a_case(version, **overrides)
    return routing.take(WorkItem.objects.get(case=case).pk, actor=adviser.acting())


def a_closed_case(adviser: User, version: EnquiryTypeVersion | None = None, **overrides: Any) -> Case:
    """Bring in a case that this adviser takes and closes."""
    case = a_taken_case(adviser, version, **overrides)
    return actions.close_case(case.pk, actor=adviser.acting(), outcome=Outcome.ANSWERED, note="Here is your answer.")


def customer_writes(case: Case, body: str = "One more thing.", **overrides: Any) -> Case:
    """Let the customer, who has proved the case on the public site, add a message to it."""
    incoming = an_incoming(case_id=case.pk, body=body, **overrides)
    visitor = public_site(language=case.language, proven_case_ids=frozenset({case.pk}))
    return intake.take_in(incoming, actor=visitor, external_id=uuid4().hex)
