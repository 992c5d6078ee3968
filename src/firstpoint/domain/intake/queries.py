"""Reads of what waits in quarantine, of jobs that are stuck, and of saved forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from django.db.models import BinaryField, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from firstpoint.core import clock
from firstpoint.core.access import Actor, may
from firstpoint.core.errors import NotFound
from firstpoint.domain.cases.rights import visible_to as visible_cases
from firstpoint.domain.intake.models import Draft, RawInput, RawState
from firstpoint.domain.intake.rights import visible_to
from firstpoint.domain.people.models import User
from firstpoint.domain.people.rights import visible_to as visible_staff

# A worker says every ten seconds that it is alive.
SILENCE = timedelta(seconds=30)

# What the jobs' `subject_id` is the id of, as far as a page can lead there.
ABOUT_A_CASE = frozenset({"follow_case"})
ABOUT_A_MESSAGE = frozenset({"deliver_message"})
ABOUT_STAFF = frozenset({"deliver_invitation", "deliver_password_link", "deliver_sign_in_notice", "return_work_of"})


def quarantine(actor: Actor) -> QuerySet[RawInput]:
    """Return what waits for a person, oldest first, without the raw bytes but with their number as `size`."""
    size = Func("content", function="octet_length", output_field=IntegerField())
    waiting = visible_to(actor).filter(state=RawState.QUARANTINED).annotate(size=size)
    return waiting.defer("content").order_by("accepted_at", "id")


def get_quarantined(actor: Actor, pk: int, *, beginning: int) -> RawInput:
    """Return one raw input from the quarantine, its `size`, and so many bytes of it as `beginning`. Raises NotFound."""
    first = Func("content", Value(1), Value(beginning), function="substring", output_field=BinaryField())
    raw = quarantine(actor).annotate(beginning=first).filter(pk=pk).first()
    if raw is None:
        raise NotFound
    return raw


def stuck_jobs(actor: Actor) -> QuerySet[ProcrastinateJob]:
    """Return the jobs that failed for good and those whose worker fell silent, oldest first.

    `stuck_at` is when the job last got somewhere.
    """
    jobs: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.all()
    if not may(actor, "intake.view_jobs"):
        return jobs.none()
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=clock.now() - SILENCE)
    last = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=("failed", "started")).order_by("-id")
    stuck = jobs.filter(Q(status="failed") | Q(status="doing") & silent)
    return stuck.annotate(stuck_at=Subquery(last.values("at")[:1])).order_by("id")


@dataclass(frozen=True, slots=True)
class StuckJob:
    """A job, and the case or the person it is about where the actor may see them."""

    job: ProcrastinateJob
    reference: str = ""
    person: User | None = None


def with_subjects(jobs: Sequence[ProcrastinateJob], actor: Actor) -> list[StuckJob]:
    """Return the jobs with what they are about, in three queries however many they are."""
    through_message = "contact_links__contact__messages"
    cases = visible_cases(actor).filter(pk__in=_subjects(jobs, ABOUT_A_CASE))
    told = visible_cases(actor).filter(**{f"{through_message}__in": _subjects(jobs, ABOUT_A_MESSAGE)})
    of_case = dict(cases.values_list("pk", "reference"))
    of_message = dict(told.values_list(through_message, "reference"))
    staff = visible_staff(actor).in_bulk(_subjects(jobs, ABOUT_STAFF))
    found = []
    for job in jobs:
        subject = job.args.get("subject_id")
        if job.task_name in ABOUT_A_CASE:
            found.append(StuckJob(job, reference=of_case.get(subject, "")))
        elif job.task_name in ABOUT_A_MESSAGE:
            found.append(StuckJob(job, reference=of_message.get(subject, "")))
        else:
            found.append(StuckJob(job, person=staff.get(subject) if job.task_name in ABOUT_STAFF else None))
    return found


def _subjects(jobs: Sequence[ProcrastinateJob], names: frozenset[str]) -> list[int]:
    return [job.args["subject_id"] for job in jobs if job.task_name in names]


def get_open_draft(draft_id: int) -> Draft:
    """Return a draft that can still be resumed. Raises NotFound."""
    draft = (
        Draft.objects.filter(pk=draft_id, expires_at__gt=clock.now())
        .select_related("version__enquiry_type", "version__calendar")
        .first()
    )
    if draft is None:
        raise NotFound
    return draft
