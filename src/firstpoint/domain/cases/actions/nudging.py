"""A customer is sent the link to where they can do something themselves, and whether they follow it is noted once."""

import secrets
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import override

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.owning import lock_own_case
from firstpoint.domain.cases.actions.telling import tell
from firstpoint.domain.cases.models import Case, Nudge
from firstpoint.domain.cases.queries.replies import self_service_address
from firstpoint.domain.contacts.models import MessageKind


@action
def send_nudge(case_id: int, *, actor: Actor, link_to: Callable[[str], str]) -> Nudge:
    """Send the customer the link of the enquiry type's self-service with its words; once for a case.

    `link_to` makes the address that carries a token. Records nudge.sent.
    """
    case = lock_own_case(actor, "cases.answer", case_id)
    if not case.version.nudge_url:
        raise DomainError(_("For this there is nothing that customers can do themselves."))
    if Nudge.objects.filter(case=case).exists():
        raise DomainError(_("The link was sent already. It stands among the messages."))
    nudge = Nudge.objects.create(case=case, version=case.version, token=secrets.token_urlsafe(24), sent_by_id=actor.id)
    with override(case.language):
        words = str(case.version.nudge).strip() or _("You can do this yourself at any time:")
        body = f"{words}\n\n{link_to(nudge.token)}"
    tell(case, actor=actor, kind=MessageKind.NOTICE, body=body)
    _record("nudge.sent", nudge, case, actor)
    return nudge


@action
def follow_nudge(token: str, *, actor: Actor) -> str:
    """Return where a link leads; the first time that it is followed is noted. Records nudge.followed. Raises NotFound."""
    require(actor, "cases.follow")
    nudge = Nudge.objects.select_for_update(of=("self",)).select_related("version", "case").filter(token=token).first()
    if nudge is None:
        raise NotFound
    if nudge.followed_at is None:
        nudge.followed_at = clock.now()
        nudge.save(update_fields=["followed_at"])
        _record("nudge.followed", nudge, nudge.case, actor)
    return self_service_address(nudge.version.nudge_url)


def _record(event_type: str, nudge: Nudge, case: Case, actor: Actor) -> None:
    record(
        event_type,
        nudge,
        actor=actor,
        customer_id=case.customer_id,
        case_id=case.pk,
        data={"enquiry_type": case.enquiry_type.code, "version": nudge.version.number},
    )
