"""How cases belong together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.domain.cases.models.cases import Case


class LinkKind(models.TextChoices):
    """What the second case is to the first."""

    RELATED = "related", _("Related")
    CHILD = "child", _("Part of it")
    MERGED = "merged", _("Continued in it")
    SPLIT = "split", _("Split off from it")


class CaseLink(models.Model):
    """A tie between two cases: `other` is related to `case`, a part of it, was merged into it or split off from it.

    Two cases are tied once; of related cases the older is `case`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=8, choices=LinkKind)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "other"), name="cases_linked_once"),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="cases_linked_to_another"),
            models.UniqueConstraint(
                fields=("other",), condition=models.Q(kind__in=("child", "merged")), name="cases_one_parent"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"
