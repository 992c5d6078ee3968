"""What the agency offers, and the occasions in life that bring people to it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core.database.fields import TextField
from firstpoint.domain.people.models import Department


class ServiceKind(models.TextChoices):
    """The seven service types of OMB Circular A-11 section 280."""

    ADMINISTRATIVE = "administrative", _("Administrative")
    BENEFITS = "benefits", _("Benefits")
    COMPLIANCE = "compliance", _("Compliance")
    RECREATION = "recreation", _("Recreation")
    INFORMATIONAL = "informational", _("Informational")
    DATA_RESEARCH = "data_research", _("Data and research")
    REGULATORY = "regulatory", _("Regulatory")


class Audience(models.TextChoices):
    """Whom a service is for: everybody, or the agency's own staff, who ask for it at the desk."""

    PUBLIC = "public", _("Everybody")
    STAFF = "staff", _("Staff only")


class Occasion(models.Model):
    """A life event or situation, in the customer's own words."""

    code = models.SlugField(unique=True)
    name = TextField()
    summary = TextField()
    icon = models.CharField(max_length=40, blank=True, help_text="Name of an icon of the design system")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return str(self.name)


class Service(models.Model):
    """One service as the service-mapping worksheet describes it: occasion, offering, channels, roles, tools, demand."""

    code = models.SlugField(unique=True)
    name = TextField()
    summary = TextField()
    kind = models.CharField(max_length=20, choices=ServiceKind)
    offering = TextField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    occasions = models.ManyToManyField(Occasion, related_name="services", blank=True)
    channels = ArrayField(models.CharField(max_length=32), default=list)
    roles = models.JSONField(default=list)
    tools = models.JSONField(default=list)
    annual_demand = models.PositiveIntegerField(default=0)
    phone = models.CharField(max_length=32, blank=True)
    icon = models.CharField(max_length=40, blank=True, help_text="Name of an icon of the design system")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    audience = models.CharField(
        max_length=8, choices=Audience, default=Audience.PUBLIC, db_default=Audience.PUBLIC.value
    )

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return str(self.name)
