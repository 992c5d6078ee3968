"""What routing knows of an adviser: what they can be given, and whether they are there."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter
from firstpoint.core.errors import DomainError
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import SKILL_LEVELS, Skill
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.people.models import User
from firstpoint.domain.routing.models import Adviser, Presence


@action
def save_adviser(
    person: User,
    *,
    actor: Actor,
    languages: Collection[str] = (),
    channels: Collection[str] = (),
    skills: Mapping[str, int] | None = None,
    capacity: Mapping[str, int] | None = None,
) -> Adviser:
    """Set what an adviser can be given. Records adviser.saved when something changed."""
    require(actor, "routing.set_up")
    _check(languages, channels, skills or {}, capacity or {})
    adviser = Adviser.objects.select_for_update().filter(user=person).first() or Adviser(user=person)
    values = {
        "languages": sorted(languages),
        "channels": sorted(channels),
        "skills": dict(skills or {}),
        "capacity": dict(capacity or {}),
    }
    if alter(adviser, values):
        adviser.save()
        record("adviser.saved", adviser, actor=actor, data={"user": person.pk})
    return adviser


def _check(
    languages: Collection[str], channels: Collection[str], skills: Mapping[str, int], capacity: Mapping[str, int]
) -> None:
    if unknown := set(languages) - {code for code, _name in settings.LANGUAGES}:
        raise DomainError(_("“%(code)s” is no language of this site.") % {"code": min(unknown)})
    if unknown := {*channels, *capacity} - set(Channel.values):
        raise DomainError(_("“%(code)s” is no channel.") % {"code": min(unknown)})
    if unknown := set(skills) - set(Skill.objects.values_list("code", flat=True)):
        raise DomainError(_("skills: there is no skill “%(skill)s”.") % {"skill": min(unknown)})
    if not set(skills.values()) <= set(SKILL_LEVELS):
        raise DomainError(_("skills: a level is a number from 1 to 5."))
    if not all(isinstance(most, int) and 0 <= most <= 100 for most in capacity.values()):
        raise DomainError(_("Give a number from 0 to 100 for how much somebody is offered at once."))


@action
def set_presence(*, actor: Actor, presence: Presence) -> Adviser:
    """Say whether one is there to take work. Records adviser.presence_changed when it is new."""
    require(actor, "routing.be_present")
    return _change_presence(actor.id, presence, actor)


@action
def override_presence(person: User, *, actor: Actor, presence: Presence) -> Adviser:
    """Say of somebody else whether they are there, as a supervisor. Records adviser.presence_changed when it is new."""
    require(actor, "routing.supervise")
    return _change_presence(person.pk, presence, actor)


def _change_presence(user_id: int, presence: Presence, actor: Actor) -> Adviser:
    adviser = Adviser.objects.select_for_update().filter(user=user_id).first() or Adviser(user_id=user_id)
    is_new = adviser._state.adding
    if is_new or adviser.presence != presence:
        adviser.presence, adviser.presence_at, adviser.presence_by_id = Presence(presence), clock.now(), actor.id
        adviser.save()
        record("adviser.presence_changed", adviser, actor=actor, data={"user": user_id, "presence": adviser.presence})
    return adviser
