"""Rows that are saved only when they are new or differ, and what is asked of them before, in sentences."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils.translation import gettext as _

from firstpoint.core.errors import DomainError

LONGEST_NAME = 200


def insert_new(row: models.Model) -> bool:
    """Insert a row unless a unique constraint forbids it; say whether it is there now.

    Another transaction that inserts the like at this moment is waited for. Going on after an error would take a
    savepoint instead.
    """
    query = InsertQuery(type(row), on_conflict=OnConflict.IGNORE)
    query.insert_values([field for field in row._meta.concrete_fields if not field.primary_key], [row])
    [(statement, values)] = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING id", values)
        inserted = cursor.fetchone()
    if inserted is None:
        return False
    (row.pk,) = inserted
    row._state.adding, row._state.db = False, connection.alias
    return True


def alter(row: models.Model, values: Mapping[str, object]) -> bool:
    """Set the values and say whether the row needs saving: it is new, or one of them differs."""
    differs = row._state.adding
    for name, value in values.items():
        if differs or getattr(row, name) != value:
            differs = True
            setattr(row, name, value)
    return differs


def check_columns(row: models.Model) -> None:
    """Raise DomainError for a code, choice, number or address that its column does not take."""
    elsewhere = {
        field.name
        for field in row._meta.concrete_fields
        if field.is_relation
        or isinstance(field, models.JSONField | ArrayField | SearchVectorField)
        or (field.null and getattr(row, field.attname) is None)
    }
    try:
        row.clean_fields(exclude=elsewhere)
    except ValidationError as error:
        raise DomainError(
            " ".join(f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages)
        ) from error


def check_words(required: Mapping[str, object], optional: Mapping[str, object] | None = None) -> None:
    """Raise DomainError unless the words are by language; the required ones must exist in the site's first language."""
    for name, words in {**required, **(optional or {})}.items():
        if not isinstance(words, Mapping) or not all(isinstance(word, str) for word in words.values()):
            raise DomainError(
                _("%(name)s: give the words by language, for example {“%(language)s”: “…”}.")
                % {"name": name, "language": settings.LANGUAGE_CODE}
            )
        if name in required and not words.get(settings.LANGUAGE_CODE, "").strip():
            raise DomainError(
                _("%(name)s: the words in “%(language)s” are missing.")
                % {"name": name, "language": settings.LANGUAGE_CODE}
            )
        if name == "name" and any(len(word) > LONGEST_NAME for word in words.values()):
            raise DomainError(_("name: use at most %(most)s characters.") % {"most": LONGEST_NAME})
