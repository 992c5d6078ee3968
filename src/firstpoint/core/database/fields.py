"""Words in every language the agency offers, kept in one column."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class Text(dict[str, str]):
    """Words by language code. As a string it reads in the language of the moment, or the site's first language."""

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> str:
        """Return the words in the language; where they are missing, in the site's first language, or in any."""
        return self.get(language) or self.get(settings.LANGUAGE_CODE) or next(filter(None, self.values()), "")


class TextField(models.JSONField):
    """A column of Text."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", Text)
        super().__init__(**options)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text | None:
        loaded = super().from_db_value(value, expression, connection)
        return None if loaded is None else Text(loaded)

    def to_python(self, value: Any) -> Any:
        return Text(value) if isinstance(value, dict) else value
