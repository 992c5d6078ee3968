"""Things to do for a case: added, done, and taken back."""

from datetime import date

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, lock
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound
from firstpoint.core.events import record
from firstpoint.domain.cases.models import Case, Task
from firstpoint.domain.cases.queries.colleagues import colleagues
from firstpoint.domain.people.actions import give_notice
from firstpoint.domain.people.models import NoticeKind, User


@action
def add_task(case_id: int, *, actor: Actor, title: str, person: User | None = None, due_on: date | None = None) -> Task:
    """Add something to do; the person it is for gets a notice. Records task.added."""
    case: Case = lock(actor, "cases.note", case_id)
    if case.is_closed:
        raise DomainError(_("This case is closed. Open it again first."))
    if not title.strip():
        raise DomainError(_("Write what is to be done."))
    if person and not colleagues(case).filter(pk=person.pk).exists():
        raise DomainError(_("%(name)s cannot see this case.") % {"name": person.name})
    task = Task.objects.create(case=case, title=title.strip()[:200], person=person, due_on=due_on, made_by_id=actor.id)
    if person and person.pk != actor.id:
        give_notice([person], NoticeKind.TASK_GIVEN, case_id=case.pk, by_id=actor.id)
    _record("task.added", task, case, actor)
    return task


@action
def finish_task(case_id: int, task_id: int, *, actor: Actor, is_done: bool = True) -> Task:
    """Tick a task off, or take that back. Records task.done or task.undone; nothing when it stands so already."""
    case: Case = lock(actor, "cases.note", case_id)
    task = Task.objects.filter(case=case, pk=task_id).first()
    if task is None:
        raise NotFound
    if (task.done_at is not None) != is_done:
        task.done_at, task.done_by_id = (clock.now(), actor.id) if is_done else (None, None)
        task.save(update_fields=["done_at", "done_by"])
        _record("task.done" if is_done else "task.undone", task, case, actor)
    return task


def _record(event_type: str, task: Task, case: Case, actor: Actor) -> None:
    record(event_type, task, actor=actor, customer_id=case.customer_id, case_id=case.pk)
