"""What can go wrong by the rules: each error carries a sentence for its reader, which each door shows."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule forbids what was asked; the sentence says what to do about it."""

    sentence: object = _("This could not be done.")

    def __init__(self, sentence: object = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotPermitted(DomainError):
    """The actor lacks the right."""

    sentence = _("You do not have the right to do this. Ask a supervisor if you need it.")


class NotFound(DomainError):
    """There is no such thing, or the actor may not know of it."""

    sentence = _("This was not found. It may have been removed, or you may not have the right to see it.")


class Stale(DomainError):
    """Somebody else changed the thing meanwhile."""

    sentence = _(
        "Somebody else changed this while you had it open. Look at it again, then repeat what you wanted to do."
    )


class TooMany(DomainError):
    """A rate limit was reached."""

    sentence = _("There were too many attempts in a short time. Please wait a little, then try again.")
