"""Gives the database of the journeys some staff, each with a password.

Runs as a program, in the environment of the servers that the journeys start.
"""

import django

PASSWORD = "harbour lantern meadow 27"
STAFF = (
    ("ana@aldercounty.example", "Ana Ruiz", ["adviser"], 1, "es"),
    ("ben@aldercounty.example", "Ben Okafor", ["adviser"], 1, "en"),
    ("sue@aldercounty.example", "Sue Lindgren", ["supervisor", "administrator"], 0, "en"),
    ("pia@aldercounty.example", "Pía Serrano", ["supervisor"], 0, "es"),
    ("bo@aldercounty.example", "Bo Lindqvist", ["adviser"], 2, "en"),
    ("luz@aldercounty.example", "Luz Campos", ["adviser"], 2, "es"),
    ("ines@aldercounty.example", "Inés Prado", ["editor"], 0, "en"),
    ("eva@aldercounty.example", "Eva Sol", ["editor"], 0, "es"),
    ("rita@aldercounty.example", "Rita Mora", ["administrator"], 0, "es"),
)


def main() -> None:
    """Invite the staff, and give each the password."""
    django.setup()
    from firstpoint.domain.people import actions
    from firstpoint.domain.people.models import SYSTEM

    for email, name, roles, tier, language in STAFF:
        user = actions.invite_staff(actor=SYSTEM, email=email, name=name, roles=roles, tier=tier, language=language)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


if __name__ == "__main__":
    main()
