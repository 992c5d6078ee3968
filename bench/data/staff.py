"""What the made-up cases are about and who works on them: the imported catalogue, and advisers of every tier."""

from collections import defaultdict
from dataclasses import dataclass

import django

ADVISERS_PER_TIER = 12
ADVISER = "adviser@aldercounty.example"
PASSWORD = "only-for-benches-3141"


@dataclass(frozen=True)
class Kind:
    """An enquiry type, as far as a case needs it."""

    id: int
    version_id: int
    tier: int
    queue_id: int
    restricted_to_id: int | None


@dataclass(frozen=True)
class Staff:
    """What cases are about, and who owns them, by tier."""

    kinds: list[Kind]
    advisers: dict[int, list[int]]


def make_staff() -> Staff:
    """Make the staff by the project's own actions, and return them with the catalogue that was imported before."""
    django.setup()
    from firstpoint.domain.catalogue.models import Agency, EnquiryTypeVersion
    from firstpoint.domain.people.actions import invite_staff
    from firstpoint.domain.people.models import SYSTEM, Role

    # The check of the rate limit runs for every form; it only never ends in a refusal.
    Agency.objects.update(forms_per_hour=1_000_000)
    advisers = defaultdict(list)
    for tier in (1, 2, 3):
        for number in range(ADVISERS_PER_TIER):
            email = ADVISER if (tier, number) == (1, 0) else f"adviser{tier}{number}@aldercounty.example"
            user = invite_staff(
                actor=SYSTEM, email=email, name=f"Adviser {tier}-{number}", roles=[Role.ADVISER], tier=tier
            )
            advisers[tier].append(user.pk)
            if email == ADVISER:
                user.set_password(PASSWORD)
                user.save(update_fields=["password"])
    return Staff(
        [
            Kind(
                version.enquiry_type_id,
                version.pk,
                version.tier,
                version.queue_id,
                version.enquiry_type.department_id if version.enquiry_type.is_restricted else None,
            )
            for version in EnquiryTypeVersion.objects.select_related("enquiry_type")
        ],
        dict(advisers),
    )
