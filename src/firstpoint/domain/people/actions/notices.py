"""Staff are told what concerns them, and say that they have read it."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record, record_all
from firstpoint.domain.people.models import Notice, NoticeKind, NoticesBy, User

# What happens together is told together; what lay unread for longer than this is not mailed any more.
SETTLED = timedelta(minutes=1)
NEWEST = {NoticesBy.MAIL: timedelta(days=1), NoticesBy.DIGEST: timedelta(days=7)}


def give_notice(people: Iterable[User], kind: NoticeKind, *, case_id: int | None, by_id: int) -> None:
    """Tell these people of something, as a part of what was done; the event of that says the rest."""
    give_notices([(person, kind, case_id) for person in people], by_id=by_id)


def give_notices(told: Iterable[tuple[User, NoticeKind, int | None]], *, by_id: int) -> None:
    """Tell each of these people of something, mostly about a case, in one statement."""
    Notice.objects.bulk_create(
        [
            Notice(user=person, kind=kind, case_id=case_id, by_id=by_id)
            for person, kind, case_id in told
            if person.is_active
        ]
    )


@action
def read_notices(*, actor: Actor, ids: Collection[int] | None = None) -> int:
    """Note that one has read one's notices, all of them or these; return how many were new. Records notices.read."""
    require(actor, "people.change_own_profile")
    unread = Notice.objects.filter(user=actor.id, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    count = unread.update(read_at=clock.now())
    if count:
        record("notices.read", User(pk=actor.id), actor=actor, data={"count": count})
    return count


@action
def mail_notices(*, actor: Actor, by: NoticesBy) -> int:
    """Have what they have not read mailed to those who want it this way, in one mail for each; return how many mails.

    The notices of a mail bear the moment of it. Records notices.fell_due for each mail, with its newest notice.
    """
    require(actor, "people.mail_notices")
    now = clock.now()
    due = Notice.objects.filter(
        user__notices_by=by,
        user__is_active=True,
        read_at=None,
        mailed_at=None,
        at__gte=now - NEWEST[by],
        at__lte=now - SETTLED,
    )
    newest: dict[int, Notice] = {}
    for notice in due.order_by("at", "id").select_for_update(of=("self",), skip_locked=True):
        notice.mailed_at = now
        notice.save(update_fields=["mailed_at"])
        newest[notice.user_id] = notice
    record_all("notices.fell_due", [(notice, {"user": user}) for user, notice in newest.items()], actor=actor)
    return len(newest)
