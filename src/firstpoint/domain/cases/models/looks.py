"""Why somebody who does not own a case looks at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LookReason(models.TextChoices):
    """Chosen, not written: the journal keeps it with the look, and holds no words of people."""

    CUSTOMER = "customer", _("The customer is in touch with me")
    HELP = "help", _("I help whoever owns the case")
    SUPERVISION = "supervision", _("I supervise this work")
    COMPLAINT = "complaint", _("I look into a complaint")
    AUDIT = "audit", _("I audit how cases are worked")
