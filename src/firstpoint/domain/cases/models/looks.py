"""Who has a case open just now, and why somebody who does not own a case looks at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models.cases import Case
from firstpoint.domain.people.models import User


class Viewer(models.Model):
    """Somebody whose screen shows a case, as that screen said a moment ago."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="viewers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "user"), name="cases_one_viewer"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class LookReason(models.TextChoices):
    """Chosen, not written: the journal keeps it with the look, and holds no words of people."""

    CUSTOMER = "customer", _("The customer is in touch with me")
    HELP = "help", _("I help whoever owns the case")
    SUPERVISION = "supervision", _("I supervise this work")
    COMPLAINT = "complaint", _("I look into a complaint")
    AUDIT = "audit", _("I audit how cases are worked")
