"""Words to a customer go out once, however often the button under them was pressed."""

import hashlib
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from firstpoint.core.errors import DomainError, TooMany
from firstpoint.core.rate_limits import count_try

REMEMBERED = timedelta(days=1)


class SentAlready(DomainError):
    """The same words came from the same showing of a form before."""

    sentence = _("The button was pressed twice. What you wrote went out once; it stands among the messages.")


def only_once(form_token: str, words: str) -> None:
    """Count the words of one showing of a form, before anything else in the action's transaction. Raises SentAlready.

    A second press waits here for the first to commit, and is free to go on when that one failed.
    """
    if not form_token:
        return
    digest = hashlib.sha256(f"{form_token} {words}".encode()).hexdigest()
    try:
        count_try(f"words {digest}", limit=1, window=REMEMBERED)
    except TooMany:
        raise SentAlready from None
