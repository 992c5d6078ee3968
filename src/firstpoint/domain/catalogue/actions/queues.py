"""What is done to queues, and to the skills that they ask for."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict, Unpack

from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns, check_words
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.actions.agency import check_tier
from firstpoint.domain.catalogue.actions.changes import keep_change
from firstpoint.domain.catalogue.models import SKILL_LEVELS, Queue, Skill

Words = Mapping[str, str]


class QueueRules(TypedDict):
    """How a queue works; what is not said stays as it is."""

    skills: NotRequired[Mapping[str, int]]
    overflow_waiting: NotRequired[int]
    overflow_minutes: NotRequired[int]
    accept_minutes: NotRequired[int]
    most_hand_offs: NotRequired[int]
    keep_minutes: NotRequired[int]
    is_pushed: NotRequired[bool]
    push_seconds: NotRequired[int]


@action
def save_skill(code: str, *, actor: Actor, name: Words, why: str = "") -> Skill:
    """Set a skill that queues can ask for. Records skill.saved when something changed."""
    require(actor, "catalogue.change")
    skill = Skill.objects.select_for_update().filter(code=code).first() or Skill(code=code)
    is_new = skill._state.adding
    if alter(skill, {"name": name}):
        check_words({"name": name})
        check_columns(skill)
        skill.save()
        keep_change(skill, by=actor, why=why)
        record("skill.saved", skill, actor=actor, data={"is_new": is_new})
    return skill


@action
def save_queue(code: str, *, actor: Actor, name: Words, tier: int, why: str = "", **rules: Unpack[QueueRules]) -> Queue:
    """Set a queue of one tier. Records queue.saved when something changed."""
    require(actor, "catalogue.change")
    queue = Queue.objects.select_for_update().filter(code=code).first() or Queue(code=code)
    is_new = queue._state.adding
    if alter(queue, {"name": name, "tier": tier, **rules}):
        check_words({"name": name})
        check_columns(queue)
        check_tier(tier)
        _check_rules(queue)
        queue.save()
        keep_change(queue, by=actor, why=why)
        record("queue.saved", queue, actor=actor, data={"is_new": is_new})
    return queue


def _check_rules(queue: Queue) -> None:
    if not isinstance(queue.skills, dict):
        raise DomainError(_("skills: give a level for each skill."))
    known = set(Skill.objects.filter(code__in=queue.skills).values_list("code", flat=True))
    for code, level in queue.skills.items():
        if code not in known:
            raise DomainError(_("skills: there is no skill “%(skill)s”.") % {"skill": code})
        if level not in SKILL_LEVELS:
            raise DomainError(_("skills: a level is a number from 1 to 5."))
    if not 10 <= queue.push_seconds <= 3600:
        raise DomainError(_("push_seconds: give a number from 10 to 3600."))
    if not queue.accept_minutes or not queue.most_hand_offs:
        raise DomainError(_("queue: the time to accept a hand-off, and the number of hand-offs, must be above zero."))
