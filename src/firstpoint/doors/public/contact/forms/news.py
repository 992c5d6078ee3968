"""What is new in a form since somebody saved it half filled."""

from collections.abc import Collection
from dataclasses import dataclass

from firstpoint.core.forms.definition import FormDefinition
from firstpoint.core.forms.schema import in_language


@dataclass(frozen=True, slots=True)
class News:
    """Questions, in words: those that are new, those that ask otherwise, and answered ones that are asked no more."""

    added: list[str]
    changed: list[str]
    gone: list[str]


def news_between(
    before: FormDefinition, after: FormDefinition, *, answered: Collection[str], language: str
) -> News | None:
    """Return what is new, None when nothing is that concerns whoever fills it in."""
    former = {field.code: field for field in before.fields}
    latter = {field.code: field for field in after.fields}
    added = [field for code, field in latter.items() if code not in former]
    changed = [field for code, field in latter.items() if code in former and former[code] != field]
    gone = [field for code, field in former.items() if code not in latter and code in answered]
    if not (added or changed or gone):
        return None
    return News(*([in_language(field.label, language) for field in fields] for fields in (added, changed, gone)))
