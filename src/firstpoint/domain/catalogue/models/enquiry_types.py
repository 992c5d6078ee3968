"""What a contact or case can be about, and how such work is done: every version is kept, a case stays with its own."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from firstpoint.core.database.fields import Text, TextField
from firstpoint.core.forms.definition import FormDefinition
from firstpoint.core.statutory_time import (
    FREEDOM_OF_INFORMATION_DAYS,
    SUBJECT_ACCESS_MONTHS,
    day_of,
    end_of,
    months_after,
    working_days_after,
)
from firstpoint.domain.catalogue.models.calendars import Calendar
from firstpoint.domain.catalogue.models.queues import Queue
from firstpoint.domain.catalogue.models.services import Audience, Service
from firstpoint.domain.people.models import Department, User


class ProcessCategory(models.IntegerChoices):
    """The nine generic kinds of work."""

    SIGN_POSTING = 1, _("Sign-posting")
    INFORMATION = 2, _("Information")
    REPORT = 3, _("Report")
    REQUEST = 4, _("Request or track a service")
    BOOKING = 5, _("Booking or payment")
    SIMPLE_ASSESSMENT = 6, _("Simple assessment")
    ADVICE = 7, _("Advice and complaint handling")
    COMPLEX_ASSESSMENT = 8, _("Complex assessment")
    DELIVERY = 9, _("Service delivery")


class StatutoryKind(models.TextChoices):
    """Kinds of matter for which a law says when an answer is due."""

    FREEDOM_OF_INFORMATION = "foi", _("Freedom of information")
    SUBJECT_ACCESS = "subject_access", _("Subject access")
    OMBUDSMAN = "ombudsman", _("Ombudsman enquiry")


class IdentityLevel(models.IntegerChoices):
    """How sure it is who somebody is; what an enquiry type asks for."""

    NONE = 0, _("Not asked")
    CONTACT_POINT = 1, _("A contact point is proved")
    KNOWLEDGE = 2, _("Knows what only the customer knows, or showed a document")


class EnquiryType(models.Model):
    """An enquiry type under a code that never changes; all that can change is in its versions."""

    code = models.SlugField(unique=True)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiry_types")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    is_restricted = models.BooleanField(default=False, help_text="Only the department's own people see its cases")
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(
        max_length=8, choices=Audience, default=Audience.PUBLIC, db_default=Audience.PUBLIC.value
    )
    current_version = models.ForeignKey(
        "catalogue.EnquiryTypeVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(audience="public") | models.Q(is_restricted=True),
                name="catalogue_internal_restricted",
            ),
        )

    def __str__(self) -> str:
        return self.code


class EnquiryTypeVersion(models.Model):
    """How one enquiry type works, as it was published: form, process map, tier, queue, targets and words."""

    enquiry_type = models.ForeignKey(EnquiryType, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = TextField()
    summary = TextField()
    what_happens_next = TextField()
    nudge = TextField()
    nudge_url = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="Where customers do it themselves"
    )
    keywords = models.JSONField(default=dict)
    process_category = models.PositiveSmallIntegerField(choices=ProcessCategory)
    tier = models.PositiveSmallIntegerField()
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT)
    may_be_anonymous = models.BooleanField(default=False)
    identity_level = models.PositiveSmallIntegerField(
        choices=IdentityLevel, default=IdentityLevel.NONE, db_default=IdentityLevel.NONE.value
    )
    asks_reason_to_look = models.BooleanField(
        default=False, db_default=False, help_text="Whoever is not the owner says why before a case is shown"
    )
    form = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    first_answer_minutes = models.PositiveIntegerField()
    resolution_minutes = models.PositiveIntegerField()
    statutory = models.CharField(max_length=16, choices=StatutoryKind, blank=True, default="", db_default="")
    tier_minutes = models.JSONField(default=dict, help_text="Working minutes that a tier may hold a case, by tier")
    hand_off_needs = models.JSONField(default=list, help_text="Fields of the form without which no case is handed on")
    why = models.CharField(max_length=500, blank=True, default="", db_default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("enquiry_type", "number"), name="catalogue_enquiry_type_version"),
            models.CheckConstraint(condition=models.Q(tier__in=(1, 2, 3)), name="catalogue_version_tier"),
        )

    def __str__(self) -> str:
        return str(self.name)

    @cached_property
    def definition(self) -> FormDefinition:
        """The form of this version."""
        return FormDefinition.from_data(self.form)

    def due_at(self, received_at: datetime) -> datetime:
        """Return by when a case that came in then is to be resolved: by the law of its kind, else by the target.

        An ombudsman names the day in each enquiry; until it is set, the target holds.
        """
        calendar = self.calendar
        place = (calendar.holiday_country, calendar.holiday_subdivision)
        day = day_of(received_at, calendar.time_zone)
        if self.statutory == StatutoryKind.FREEDOM_OF_INFORMATION:
            return end_of(working_days_after(day, FREEDOM_OF_INFORMATION_DAYS, *place), calendar.time_zone)
        if self.statutory == StatutoryKind.SUBJECT_ACCESS:
            return end_of(months_after(day, SUBJECT_ACCESS_MONTHS, *place), calendar.time_zone)
        return calendar.working().add(received_at, timedelta(minutes=self.resolution_minutes))

    def step_names(self) -> list[Text]:
        """Return the steps of the process map as the customer reads them."""
        return [Text(step["name"]) for step in self.steps]
