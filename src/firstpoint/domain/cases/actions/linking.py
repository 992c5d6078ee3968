"""Cases that belong together: linked, part of another, or merged into one."""

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, lock, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases.actions.ending import end_case
from firstpoint.domain.cases.actions.owning import CaseIsClosed, lock_own_case
from firstpoint.domain.cases.actions.telling import tell_merged
from firstpoint.domain.cases.models import Case, CaseLink, LinkKind, Outcome
from firstpoint.domain.customers.queries import identity_ids


@action
def link_case(case_id: int, other_id: int, *, actor: Actor, kind: str = LinkKind.RELATED) -> CaseLink:
    """Tie two cases: related, or `other` as a part of the first. Records case.linked."""
    require(actor, "cases.note")
    if kind not in (LinkKind.RELATED, LinkKind.CHILD):
        raise DomainError(_("Choose how the cases belong together."))
    case, other = _lock_both(case_id, other_id, actor)
    _check_unlinked(case, other)
    if kind == LinkKind.CHILD and case.pk in _parts(other.pk):
        raise DomainError(_("The case cannot be a part of its own part."))
    if kind == LinkKind.CHILD and CaseLink.objects.filter(other=other, kind__in=(LinkKind.CHILD, LinkKind.MERGED)):
        raise DomainError(_("%(reference)s is a part of another case already.") % {"reference": other.reference})
    if kind == LinkKind.RELATED and case.pk > other.pk:
        case, other = other, case
    link = CaseLink.objects.create(case=case, other=other, kind=kind)
    record_link("case.linked", link, actor)
    return link


@action
def unlink_case(case_id: int, other_id: int, *, actor: Actor) -> None:
    """Untie two cases that were linked by hand. Records case.unlinked."""
    require(actor, "cases.note")
    case, other = _lock_both(case_id, other_id, actor)
    link = CaseLink.objects.filter(
        case__in=(case, other), other__in=(case, other), kind__in=(LinkKind.RELATED, LinkKind.CHILD)
    ).first()
    if link is None:
        raise NotFound
    record_link("case.unlinked", link, actor)
    link.delete()


@action
def merge_case(case_id: int, into_id: int, *, actor: Actor) -> Case:
    """Continue a case in another of the same customer: it closes, its customer is told, its messages show in the other.

    Records case.closed and case.merged. Raises DomainError for cases of different customers.
    """
    require(actor, "cases.close")
    case, into = _lock_both(case_id, into_id, actor)
    lock_own_case(actor, "cases.close", case.pk)
    if into.is_closed:
        raise CaseIsClosed
    if case.customer_id is None or into.customer_id not in identity_ids(case.customer_id):
        raise DomainError(_("Only cases of the same customer can be merged. Link them instead."))
    if case.restricted_to_id != into.restricted_to_id:
        raise DomainError(_("One of the cases is restricted, the other is not. Link them instead."))
    _check_unlinked(case, into)
    end_case(case, Outcome.MERGED, actor=actor)
    tell_merged(case, into, actor=actor)
    link = CaseLink.objects.create(case=into, other=case, kind=LinkKind.MERGED)
    record_link("case.merged", link, actor)
    return into


def _lock_both(first_id: int, second_id: int, actor: Actor) -> tuple[Case, Case]:
    """Lock two cases that the actor may see, always in the order of their ids, so that two at once cannot deadlock."""
    if first_id == second_id:
        raise DomainError(_("Choose another case than this one."))
    locked = {pk: lock(actor, "cases.note", pk) for pk in sorted((first_id, second_id))}
    return locked[first_id], locked[second_id]


def _check_unlinked(first: Case, second: Case) -> None:
    if first.enquiry_type.audience != second.enquiry_type.audience:
        raise DomainError(_("What staff ask and what the public asks are kept apart."))
    if CaseLink.objects.filter(case__in=(first, second), other__in=(first, second)).exists():
        raise DomainError(_("These cases are linked already."))


def _parts(case_id: int) -> set[int]:
    """Return every part of a case, and the parts of these."""
    found: set[int] = set()
    wave = {case_id}
    while wave:
        found |= wave
        links = CaseLink.objects.filter(case__in=wave, kind=LinkKind.CHILD).values_list("other", flat=True)
        wave = set(links) - found
    return found


def record_link(event_type: str, link: CaseLink, actor: Actor) -> None:
    """Record what happened to a tie on both of its cases."""
    require(actor, "cases.note")
    for case in (link.case, link.other):
        other = link.other_id if case == link.case else link.case_id
        record(
            event_type,
            link,
            actor=actor,
            customer_id=case.customer_id,
            case_id=case.pk,
            data={"kind": link.kind, "other": other},
        )
