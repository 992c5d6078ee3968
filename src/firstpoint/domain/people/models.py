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
