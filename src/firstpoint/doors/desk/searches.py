"""What somebody searched for is kept with their session, so that no name of a customer stands in an address.

An address carries a token alone: going back, and loading the page again, shows the same search, in each tab its own.
"""

import secrets

from django.http import HttpRequest

NAME = "searches"
MOST_KEPT = 20


def remember_search(request: HttpRequest, words: str) -> str:
    """Keep the words of a search until the session ends, the last few of them; return the token that stands for them."""
    token = secrets.token_urlsafe(6)
    kept = [*request.session.get(NAME, {}).items(), (token, words)]
    request.session[NAME] = dict(kept[-MOST_KEPT:])
    return token


def remembered_search(request: HttpRequest, token: str) -> str:
    """Return the words that a token stands for; nothing for one that is unknown or too old."""
    return str(request.session.get(NAME, {}).get(token, ""))
