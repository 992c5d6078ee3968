"""A case that holds two matters becomes two cases."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.linking import record_link
from firstpoint.domain.cases.actions.opening import begin_case
from firstpoint.domain.cases.actions.owning import lock_own_case
from firstpoint.domain.cases.actions.telling import tell_receipt
from firstpoint.domain.cases.models import Case, CaseContact, CaseLink, LinkKind
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.contacts.models import Direction, Message


@action
def split_off(
    case_id: int, message_ids: Collection[int], *, actor: Actor, version: EnquiryTypeVersion, summary: str
) -> Case:
    """Let messages of the customer belong to a new case of their own, which promises anew and tells its reference.

    At least one message of the customer stays. Records case.opened and case.split. Raises CaseIsClosed, NotTheOwner.
    """
    case = lock_own_case(actor, "cases.split", case_id)
    inbound = Message.objects.filter(contact__case_link__case=case, direction=Direction.INBOUND)
    chosen = set(inbound.filter(pk__in=message_ids).values_list("contact", flat=True))
    if not chosen:
        raise DomainError(_("Choose the messages that are about something else."))
    if chosen == set(inbound.values_list("contact", flat=True)):
        raise DomainError(_("Leave at least one message in this case."))
    if not summary.strip():
        raise DomainError(_("Say in a few words what the new case is about."))
    new = begin_case(
        case.customer, version, channel=case.channel, language=case.language, summary=summary.strip(), answers={}
    )
    CaseContact.objects.filter(case=case, contact__in=chosen).update(case=new)
    record(
        "case.opened",
        new,
        actor=actor,
        customer_id=new.customer_id,
        case_id=new.pk,
        channel=new.channel,
        data={"enquiry_type": version.enquiry_type.code, "version": version.number},
    )
    record_link("case.split", CaseLink.objects.create(case=case, other=new, kind=LinkKind.SPLIT), actor)
    tell_receipt(new, actor=actor)
    return new
