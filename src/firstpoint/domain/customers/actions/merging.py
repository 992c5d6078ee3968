"""Two customers are found to be one, or two after all. Nothing is moved, so that it can be undone at any time.

What came in for either of them stays with its own row; reads go over the whole identity set (queries.identity).
"""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.customers.models import Customer, Evidence, Merge, NotTheSame
from firstpoint.domain.customers.queries.identity import kept_ids
from firstpoint.domain.customers.rights import visible_to


class OneAlready(DomainError):
    """The two are one customer already."""

    sentence = _(
        "These two are one customer already, so there is nothing left to do. Somebody may have merged them meanwhile."
    )


class MergedElsewhere(DomainError):
    """One of the two was merged into somebody else, who now stands for them."""

    sentence = _(
        "One of these two was merged into another customer meanwhile. Open them again and compare what you see then."
    )


class NoSuchMerge(DomainError):
    """The merge was undone before."""

    sentence = _("This merge was undone already. The customers are two again.")


@action
def merge_customers(kept_id: int, absorbed_id: int, *, actor: Actor, evidence: Collection[str]) -> Merge:
    """Take one customer for another from now on; both keep their rows.

    The kept customer gains the access needs of the other. Records customer.merged. Raises OneAlready, MergedElsewhere.
    """
    require(actor, "customers.merge")
    kept, absorbed = _lock_two(actor, kept_id, absorbed_id)
    if kept.merged_into_id or absorbed.merged_into_id:
        same = len(set(kept_ids([kept_id, absorbed_id]).values())) == 1
        raise OneAlready if same else MergedElsewhere
    merge = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        evidence=[code for code in Evidence.values if code in evidence],
        needs_added=[need for need in absorbed.access_needs if need not in kept.access_needs],
        by_id=actor.id,
    )
    absorbed.merged_into = kept
    _save(absorbed, "merged_into")
    kept.access_needs = [*kept.access_needs, *merge.needs_added]
    _save(kept, "access_needs")
    record("customer.merged", kept, actor=actor, customer_id=kept_id, data={"merge": merge.pk, "absorbed": absorbed_id})
    return merge


@action
def undo_merge(merge_id: int, *, actor: Actor) -> Merge:
    """Take two merged customers for two again, each with what came in under its own row.

    Records customer.merge_undone. Raises NoSuchMerge, NotFound.
    """
    require(actor, "customers.merge")
    pair = Merge.objects.filter(pk=merge_id).values_list("kept", "absorbed").first()
    if pair is None:
        raise NotFound
    kept, absorbed = _lock_two(actor, *pair)
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at:
        raise NoSuchMerge
    merge.undone_at, merge.undone_by_id = clock.now(), actor.id
    merge.save(update_fields=["undone_at", "undone_by"])
    absorbed.merged_into = None
    _save(absorbed, "merged_into")
    kept.access_needs = [need for need in kept.access_needs if need not in merge.needs_added]
    _save(kept, "access_needs")
    data = {"merge": merge.pk, "absorbed": absorbed.pk}
    record("customer.merge_undone", kept, actor=actor, customer_id=kept.pk, data=data)
    return merge


@action
def refuse_match(customer_id: int, other_id: int, *, actor: Actor) -> None:
    """Remember that two customers are two people, so that they are not suggested again. Records customer.match_refused.

    Raises OneAlready for two who are merged: undoing that comes first.
    """
    require(actor, "customers.merge")
    first, second = sorted(_lock_two(actor, customer_id, other_id), key=lambda one: one.pk)
    if len(set(kept_ids([first.pk, second.pk]).values())) == 1:
        raise OneAlready
    _pair, is_new = NotTheSame.objects.get_or_create(first=first, second=second, defaults={"by_id": actor.id})
    if is_new:
        record("customer.match_refused", first, actor=actor, customer_id=customer_id, data={"other": other_id})


def _lock_two(actor: Actor, one_id: int, other_id: int) -> tuple[Customer, Customer]:
    """Lock two customers, in the order of their ids so that nobody waits in a circle. Raises NotFound, OneAlready."""
    if one_id == other_id:
        raise OneAlready
    rows = (
        visible_to(actor).filter(pk__in=(one_id, other_id), staff=None).order_by("pk").select_for_update(of=("self",))
    )
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise NotFound
    return found[one_id], found[other_id]


def _save(customer: Customer, field: str) -> None:
    customer.version += 1
    customer.save(update_fields=[field, "version"])
