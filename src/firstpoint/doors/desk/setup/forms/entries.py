"""What the forms of setup have in common: words in every language side by side, and entries of the catalogue in and out."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 2000
CODE_HELP = _("Small letters, digits and hyphens. It never changes, and stands in addresses and files.")


class Wording(NamedTuple):
    """What is asked in every language: one field each. Only the site's first language is ever needed."""

    label: Any
    is_needed: bool = False
    rows: int = 0
    help: Any = ""


class WordsForm(forms.Form):
    """A form that asks some words in every language. `layout` is the order; a name of `words` stands for its fields."""

    words: ClassVar[Mapping[str, Wording]] = {}
    layout: tuple[str, ...] = ()

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        for name, wording in self.words.items():
            for language, spoken in settings.LANGUAGES:
                is_first = language == settings.LANGUAGE_CODE
                attrs = {"lang": language}
                widget = forms.Textarea({**attrs, "rows": wording.rows}) if wording.rows else forms.TextInput(attrs)
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=_("%(what)s (%(language)s)") % {"what": wording.label, "language": _(spoken)},
                    help_text=wording.help,
                    widget=widget,
                    required=wording.is_needed and is_first,
                    max_length=LONGEST_WORDS,
                )

    def rows(self) -> Iterator[list[BoundField]]:
        """Yield the fields to show, those in several languages together."""
        for name in self.layout or [name for name in self.fields if not self.fields[name].widget.is_hidden]:
            if name in self.words:
                yield [self[f"{name}_{language}"] for language, _name in settings.LANGUAGES]
            elif name in self.fields:
                yield [self[name]]

    def said(self, name: str) -> dict[str, str]:
        """Return what was typed in each language, without what was left empty."""
        typed = {code: str(self.cleaned_data[f"{name}_{code}"]) for code, _name in settings.LANGUAGES}
        return {language: words for language, words in typed.items() if words}

    @classmethod
    def spread(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return the initial values of the fields in several languages."""
        return {
            f"{name}_{language}": (entry.get(name) or {}).get(language, "")
            for name in cls.words
            for language, _name in settings.LANGUAGES
        }


class EntryForm(WordsForm):
    """One row of the catalogue. `seen` is the number of the change that the writer began with."""

    section: ClassVar[str] = ""
    # Keys whose values go in and out as they are.
    plain: ClassVar[tuple[str, ...]] = ()

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    code = forms.SlugField(label=_("Code"), help_text=CODE_HELP, max_length=50)
    why = forms.CharField(
        label=_("Why"),
        help_text=_("A few words for those who look at the history."),
        max_length=500,
        required=False,
    )

    def __init__(self, data: Any = None, *, is_new: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if not is_new:
            del self.fields["code"]
        self.fields["why"] = self.fields.pop("why")

    @classmethod
    def of(cls, entry: Mapping[str, Any], seen: int) -> "EntryForm":
        """Return the form with what a row says now."""
        return cls(initial={**cls.initial_of(entry), "seen": seen})

    @classmethod
    def initial_of(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return the initial values that an entry stands for."""
        return {**{name: entry.get(name) for name in cls.plain if name in entry}, **cls.spread(entry)}

    def entry(self) -> dict[str, Any]:
        """Return what was filled in, as an entry without its code; call is_valid first."""
        filled = self.cleaned_data
        return {**{name: filled[name] for name in self.plain}, **{name: self.said(name) for name in self.words}}

    def rows(self) -> Iterator[list[BoundField]]:
        """Yield the fields to show: the code of a new row first, the reason last."""
        if "code" in self.fields:
            yield [self["code"]]
        yield from super().rows()
        yield [self["why"]]


def coded(rows: Any) -> list[tuple[str, str]]:
    """Return rows as choices by code."""
    return [(row.code, str(row.name)) for row in rows]


def number(label: Any, help_text: Any = "", *, least: int = 0, most: int = 2_000_000, needed: bool = True) -> Any:
    """Return a field of a whole number."""
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most, required=needed)


def lines_of(listed: Any) -> str:
    """Return words by language as lines, the languages parted by bars."""
    languages = [code for code, _name in settings.LANGUAGES]
    return "\n".join(" | ".join(words.get(code, "") for code in languages) for words in listed or ())


def words_of(lines: str) -> list[dict[str, str]]:
    """Return lines as words by language; empty lines are left out."""
    languages = [code for code, _name in settings.LANGUAGES]
    listed = []
    for line in filter(str.strip, lines.splitlines()):
        parts = [part.strip() for part in line.split("|")]
        listed.append({code: part for code, part in zip(languages, parts, strict=False) if part})
    return listed
