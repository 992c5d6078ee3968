"""Makes the little world of the journeys in a database of its own: the demo's catalogue and articles, and some staff.

Runs as a program, in the environment of the servers that the journeys start.
"""

import json
import sys

import django

PASSWORD = "harbour lantern meadow 27"
STAFF = (
    ("ana@aldercounty.example", "Ana Ruiz", ["adviser"], 1, "es"),
    ("ben@aldercounty.example", "Ben Okafor", ["adviser"], 1, "en"),
    ("sue@aldercounty.example", "Sue Lindgren", ["supervisor", "administrator"], 0, "en"),
)


def main() -> None:
    """Import the content, invite the staff, give each the password, and print the ids of the staff."""
    django.setup()
    from firstpoint.domain.people import actions
    from firstpoint.domain.people.models import SYSTEM

    ids = {}
    for email, name, roles, tier, language in STAFF:
        user = actions.invite_staff(actor=SYSTEM, email=email, name=name, roles=roles, tier=tier, language=language)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        ids[email] = user.pk
    json.dump(ids, sys.stdout)


if __name__ == "__main__":
    main()
