"""A transfer of work: offered, then accepted, returned with a reason, or gone back because nobody answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models import Case
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.people.models import User


class HandOffKind(models.TextChoices):
    ELECTRONIC = "electronic", _("Electronic")
    WARM = "warm", _("Warm: introduced on the line")
    REFERRAL = "referral", _("Referral of an ongoing or expected problem")
    RETURN = "return", _("Return of misdirected work")


class HandOffState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TIMED_OUT = "timed_out", _("Not answered in time")


class Cause(models.TextChoices):
    """Why work arrived at the wrong place."""

    PROCESS = "process", _("The process sends it here")
    KNOWLEDGE = "knowledge", _("The knowledge was missing or wrong")
    ADHERENCE = "adherence", _("The process was not followed")


class HandOff(models.Model):
    """One case offered by its owner to a queue, or to one person in it. The owner answers for it until it is accepted.

    `reason` is what the receiver gave back with it; `cause` makes it a misroute. `offered_at` ends the time of the tier
    that sends, `answered_at` begins that of the tier that accepts: nobody's time holds another's delay.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_offs")
    kind = models.CharField(max_length=12, choices=HandOffKind)
    state = models.CharField(max_length=12, choices=HandOffState, default=HandOffState.OFFERED)
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    to_queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    cause = models.CharField(max_length=12, choices=Cause, blank=True)
    offered_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(state="offered"), name="routing_one_open_hand_off"
            ),
        )
        indexes = (
            models.Index(fields=("expires_at",), condition=models.Q(state="offered"), name="routing_hand_off_expiry"),
            models.Index(fields=("to_person",), condition=models.Q(state="offered"), name="routing_hand_off_to"),
            models.Index(fields=("sender",), condition=models.Q(state="offered"), name="routing_hand_off_of"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id} {self.state}"
