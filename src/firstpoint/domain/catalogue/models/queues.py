"""Where work waits for advisers of one tier and skill set, and the skills themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core.database.fields import TextField

SKILL_LEVELS = range(1, 6)


class Skill(models.Model):
    """Something that an adviser has to be good at for some work; how good is a level from 1 to 5."""

    code = models.SlugField(unique=True)
    name = TextField()

    def __str__(self) -> str:
        return str(self.name)


class Queue(models.Model):
    """A queue of one tier; advisers of that tier who have its skills take from it.

    `skills` maps the code of a skill to the least level. When more than `overflow_waiting` items wait, or one waits
    longer than `overflow_minutes`, the tier above may take from it too; 0 turns either threshold off. A hand-off that
    nobody accepts within `accept_minutes` goes back to its sender; a case handed on `most_hand_offs` times waits for a
    supervisor's decision. For `keep_minutes` new work of a customer is kept for the adviser who has another open case
    of theirs. Minutes are working time of the case's calendar. Where work is pushed, it is offered to one adviser
    after the other for `push_seconds` each.
    """

    code = models.SlugField(unique=True)
    name = TextField()
    tier = models.PositiveSmallIntegerField()
    skills = models.JSONField(default=dict)
    overflow_waiting = models.PositiveIntegerField(default=0)
    overflow_minutes = models.PositiveIntegerField(default=0)
    accept_minutes = models.PositiveIntegerField(default=120)
    most_hand_offs = models.PositiveSmallIntegerField(default=5)
    keep_minutes = models.PositiveIntegerField(default=0)
    is_pushed = models.BooleanField(default=False, help_text="Work is offered to advisers, who need not look for it")
    push_seconds = models.PositiveIntegerField(default=60, db_default=60)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(tier__in=(1, 2, 3)), name="catalogue_queue_tier"),)

    def __str__(self) -> str:
        return str(self.name)


class EscalateTo(models.TextChoices):
    """Who is told that a promise comes into danger."""

    OWNER = "owner", _("The owner")
    SUPERVISORS = "supervisors", _("The supervisors")
    DEPARTMENT = "department", _("The supervisors of the department")


class Escalation(models.Model):
    """When so much of a promise's time is used, in per cent of its working time, somebody is told; once for each case.

    Without a queue it holds for all of them.
    """

    queue = models.ForeignKey(Queue, null=True, on_delete=models.CASCADE, related_name="escalations")
    per_cent = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=16, choices=EscalateTo)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("queue", "per_cent", "whom"), nulls_distinct=False, name="catalogue_escalation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(per_cent__gte=1, per_cent__lte=1000), name="catalogue_escalation_per_cent"
            ),
        )

    def __str__(self) -> str:
        return f"{self.queue_id} {self.per_cent} % {self.whom}"
