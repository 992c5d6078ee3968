"""Members of staff at their desks, for tests."""

from django.test import Client

from firstpoint.domain.people.models import User


def a_desk_of(user: User) -> Client:
    """Return a browser in which this member of staff is signed in."""
    client = Client()
    client.force_login(user)
    return client
