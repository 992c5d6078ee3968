"""Words that mean the same are gathered into groups, changed and taken apart."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.utils.translation import gettext as _

from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.errors import DomainError, NotFound, Stale
from firstpoint.core.events import record
from firstpoint.domain.knowledge.actions.writing import check_language
from firstpoint.domain.knowledge.models import Synonym
from firstpoint.domain.knowledge.queries.synonyms import groups_holding, means_nothing, phrase_of
from firstpoint.domain.knowledge.queries.words import composed

LONGEST_WORDS, MOST_WORDS = 60, 20
LOCK = "SELECT pg_advisory_xact_lock(hashtext('knowledge_synonym'))"


class StandsElsewhere(DomainError):
    """A word stands in another group already, `group`."""

    def __init__(self, word: str, group: Synonym) -> None:
        self.group = group
        super().__init__(
            _("“%(word)s” stands in another group already: %(group)s. Add your words to that group instead.")
            % {"word": word, "group": group}
        )


@action
def add_synonyms(*, actor: Actor, language: str, words: Sequence[str]) -> Synonym:
    """Say that words mean the same. Records synonyms.added.

    Raises StandsElsewhere when one of them stands in another group, DomainError when they are too few or say nothing.
    """
    require(actor, "knowledge.publish")
    check_language(language)
    _lock_all()
    group = Synonym.objects.create(language=language, words=_checked(words, language))
    record("synonyms.added", group, actor=actor, data={"is_new": True, "language": language})
    return group


@action
def change_synonyms(
    group: Synonym, *, actor: Actor, words: Sequence[str], seen: Collection[str] | None = None
) -> Synonym:
    """Change the words of a group. Records synonyms.changed when they differ.

    `seen` are the words that the actor saw; raises Stale when they are others by now, and as add_synonyms does.
    """
    require(actor, "knowledge.publish")
    _lock_all()
    group = _get(group)
    if seen is not None and list(seen) != group.words:
        raise Stale
    checked = _checked(words, group.language, group)
    if checked != group.words:
        group.words = checked
        group.save(update_fields=["words"])
        record("synonyms.changed", group, actor=actor, data={"language": group.language})
    return group


@action
def remove_synonyms(group: Synonym, *, actor: Actor) -> None:
    """Let the words of a group mean different things again. Records synonyms.removed."""
    require(actor, "knowledge.publish")
    _lock_all()
    group = _get(group)
    record("synonyms.removed", group, actor=actor, data={"language": group.language})
    group.delete()


def _lock_all() -> None:
    """Let one change the groups at a time: a word that two add at once would stand in two groups."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def _get(group: Synonym) -> Synonym:
    found = Synonym.objects.filter(pk=group.pk).first()
    if found is None:
        raise NotFound
    return found


def _checked(words: Sequence[str], language: str, group: Synonym | None = None) -> list[str]:
    """Return the words tidied, each once. Raises DomainError for what cannot be a group."""
    tidied: dict[str, str] = {}
    for word in words:
        if word.strip():
            tidied.setdefault(phrase_of(word), " ".join(composed(word).split()))
    kept = list(tidied.values())
    for word in kept:
        if len(word) > LONGEST_WORDS:
            raise DomainError(_("“%(word)s…” is too long. Use at most 60 characters.") % {"word": word[:30]})
        if means_nothing(word, language):
            raise DomainError(_("“%(word)s” is too common a word to search for. Leave it out.") % {"word": word})
    if len(kept) < 2:
        raise DomainError(_("Give at least two words that mean the same, each on a line of its own."))
    if len(kept) > MOST_WORDS:
        raise DomainError(_("Give at most %(most)s words. Fewer find better.") % {"most": MOST_WORDS})
    for word, other in groups_holding(kept, language).items():
        if group is None or other.pk != group.pk:
            raise StandsElsewhere(word, other)
    return kept
