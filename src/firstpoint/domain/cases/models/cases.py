"""One matter of a customer: what it is about, who owns it, what was promised, how it ended."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.catalogue.models import EnquiryType, EnquiryTypeVersion
from firstpoint.domain.contacts.models import Channel, Contact
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.people.models import Department, User


class CaseState(models.TextChoices):
    OPEN = "open", _("Open")
    WITH_CUSTOMER = "with_customer", _("Waiting for the customer")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """How a case ended; each is told to the customer."""

    DONE = "done", _("Done")
    ANSWERED = "answered", _("Answered")
    NOT_OURS = "not_ours", _("Not ours")
    NO_ACTION = "no_action", _("No action")
    REFERRED = "referred", _("Referred")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Continued in another case")


# How staff can say that a case ended; the others come of what is done.
CHOSEN_OUTCOMES = (Outcome.DONE, Outcome.ANSWERED, Outcome.NOT_OURS, Outcome.NO_ACTION, Outcome.REFERRED)


class Case(models.Model):
    """A case. It stays with the version of its enquiry type that it began with.

    `restricted_to` is set for restricted enquiry types: only that department's people see it. `secret_hash` proves
    the case of somebody who gave no contact point. The due moments already count in the pauses that have ended.
    """

    reference = models.CharField(max_length=16, unique=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="cases")
    enquiry_type = models.ForeignKey(EnquiryType, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(EnquiryTypeVersion, on_delete=models.PROTECT, related_name="+")
    restricted_to = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="owned_cases")
    state = models.CharField(max_length=16, choices=CaseState, default=CaseState.OPEN)
    channel = models.CharField(max_length=16, choices=Channel)
    language = models.CharField(max_length=12)
    summary = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)
    step = models.PositiveSmallIntegerField(default=0, help_text="Place in the version's process map")
    opened_at = models.DateTimeField(default=clock.now)
    first_answer_due_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    customer_wrote_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    evidence = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="What shows the outcome: whose it is, or why"
    )
    secret_hash = models.CharField(max_length=64, blank=True)
    retyped_at = models.DateTimeField(null=True, help_text="When staff moved it to another enquiry type")

    class Meta:
        indexes = (
            models.Index(fields=("-opened_at", "-id"), name="cases_newest"),
            models.Index(fields=("customer", "-opened_at"), name="cases_of_customer"),
            models.Index(fields=("owner", "due_at"), condition=~models.Q(state="closed"), name="cases_of_owner"),
            models.Index(fields=("language", "-closed_at"), condition=models.Q(state="closed"), name="cases_decided"),
            models.Index(
                fields=("language", "-retyped_at"), condition=models.Q(retyped_at__isnull=False), name="cases_retyped"
            ),
            models.Index(
                fields=("version", "first_answer_due_at"),
                condition=models.Q(state="open", first_answered_at=None),
                name="cases_answers_due",
            ),
            models.Index(
                fields=("version", "due_at"),
                condition=models.Q(state="open", first_answered_at__isnull=False),
                name="cases_resolutions_due",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        """Say whether the case has ended."""
        return self.state == CaseState.CLOSED

    @property
    def has_news(self) -> bool:
        """Say whether the customer wrote something that nobody has answered yet."""
        return not self.is_closed and (self.answered_at is None or self.customer_wrote_at > self.answered_at)

    @property
    def promise_at(self) -> datetime:
        """Return the next moment promised: the first answer until it was given, then the resolution."""
        return self.first_answer_due_at if self.first_answered_at is None else self.due_at


class Pause(models.Model):
    """A time in which the clock of a case stands, because the customer was asked for something."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case",), condition=models.Q(ended_at=None), name="cases_one_open_pause"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.began_at}"


class CaseContact(models.Model):
    """Ties a contact to the case that it belongs to; a contact knows no case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contact_links")
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="case_link")

    def __str__(self) -> str:
        return f"{self.case_id} {self.contact_id}"
