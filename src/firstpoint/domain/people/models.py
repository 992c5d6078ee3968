"""Departments, staff, and the machines that act under names of their own."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.database.fields import TextField


class Role(models.TextChoices):
    """What somebody may do, everywhere; tiers and departments narrow it to where."""

    ADVISER = "adviser", _("Adviser")
    SUPERVISOR = "supervisor", _("Supervisor")
    EDITOR = "editor", _("Knowledge editor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    PUBLIC_SITE = "public_site", _("Public site")
    SYSTEM = "system", _("System")


STAFF_ROLES = (Role.ADVISER, Role.SUPERVISOR, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR)


class Department(models.Model):
    """A part of the agency; restricted kinds of case are seen by its people alone."""

    code = models.SlugField(unique=True)
    name = TextField()

    def __str__(self) -> str:
        return str(self.name)


class NoticesBy(models.TextChoices):
    """How staff are told of what concerns them; it always stands at the desk, too."""

    DESK = "desk", _("At the desk only")
    MAIL = "mail", _("By e-mail, soon after")
    DIGEST = "digest", _("By e-mail, once a day")


class UserManager(BaseUserManager["User"]):
    """Django's lookup of a user by what identifies them: the e-mail address, in any case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A member of staff, or a machine with rights of its own."""

    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("Roles"), default=list)
    tier = models.PositiveSmallIntegerField(
        _("Tier"), default=0, choices=[(0, _("None")), (1, _("Tier 1")), (2, _("Tier 2")), (3, _("Tier 3"))]
    )
    departments = models.ManyToManyField(Department, verbose_name=_("Departments"), blank=True)
    language = models.CharField(_("Language of the desk"), max_length=12, default="en")
    notices_by = models.CharField(
        _("Notices"), max_length=8, choices=NoticesBy, default=NoticesBy.DESK, db_default=NoticesBy.DESK
    )
    is_machine = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="people_user_email"),)

    def __str__(self) -> str:
        return self.name

    def acting(self, **proven: Any) -> Actor:
        """Return this user as the actor of actions. Reads the departments, unless they were prefetched."""
        return Actor(
            id=self.pk,
            roles=frozenset(self.roles) if self.is_active else frozenset(),
            tier=self.tier,
            department_ids=frozenset(department.pk for department in self.departments.all()),
            language=self.language,
            **proven,
        )


class NoticeKind(models.TextChoices):
    """What staff are told of."""

    HAND_OFF_OFFERED = "hand_off_offered", _("A case is offered to you")
    HAND_OFF_ACCEPTED = "hand_off_accepted", _("Your hand-off was accepted")
    HAND_OFF_RETURNED = "hand_off_returned", _("A case came back to you")
    HAND_OFF_TIMED_OUT = "hand_off_timed_out", _("Nobody accepted your hand-off in time")
    CASE_GIVEN = "case_given", _("A case was given to you")
    CASE_TAKEN_AWAY = "case_taken_away", _("Your case was given to somebody else")
    MENTIONED = "mentioned", _("You were mentioned in a note")
    TASK_GIVEN = "task_given", _("There is something for you to do")
    CUSTOMER_WROTE = "customer_wrote", _("The customer wrote again")
    AT_RISK = "at_risk", _("A promise is at risk")
    ESCALATED = "escalated", _("A case needs a supervisor")
    WORK_OFFERED = "work_offered", _("Work is offered to you for a short time")
    OFFER_PASSED = "offer_passed", _("You let offered work pass, and count as away now")
    COVER_BEGAN = "cover_began", _("Cases of somebody absent went to their deputy")
    COVER_ENDED = "cover_ended", _("Cases went back to somebody who is here again")
    ANSWERED = "answered", _("There is an answer to what you asked")


class Notice(models.Model):
    """Something that somebody on the staff should know, mostly about a case.

    Whether they may see the case is asked when it is shown. Notices of one mail have the same `mailed_at`.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24, choices=NoticeKind)
    case_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("user", "-at", "-id"), name="people_notices_of"),
            models.Index(fields=("user",), condition=models.Q(read_at=None), name="people_unread_notices"),
            models.Index(
                fields=("at",), condition=models.Q(read_at=None, mailed_at=None), name="people_notices_to_mail"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Absence(models.Model):
    """Days on which somebody is away, the first and the last included, and who takes their cases meanwhile.

    `begun_at` and `ended_at` are when the cases went to the deputy and came back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="people_absence_days"),
            models.CheckConstraint(condition=~models.Q(user=models.F("deputy")), name="people_absence_deputy"),
        )
        indexes = (
            models.Index(fields=("from_on",), condition=models.Q(ended_at=None), name="people_absences_to_come"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.from_on} {self.until_on}"


# Machines have fixed ids, made by the first migration; staff start at 100.
PUBLIC_SITE_ID = 1
SYSTEM_ID = 2
SYSTEM = Actor(id=SYSTEM_ID, roles=frozenset({Role.SYSTEM}))


def public_site(*, language: str = "", proven_case_ids: frozenset[int] = frozenset()) -> Actor:
    """Return the public site acting for a visitor who has proved a right to these cases."""
    return Actor(
        id=PUBLIC_SITE_ID,
        roles=frozenset({Role.PUBLIC_SITE}),
        language=language,
        proven_case_ids=proven_case_ids,
    )
