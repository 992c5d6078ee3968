"""The words that people read: gathered from the code, checked against each language's catalogue, and compiled.

Uses Babel and Django's own reading of templates, so that no system program is needed.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
KEYWORDS = {
    name: spec
    for names, spec in (
        (("_", "gettext", "gettext_lazy", "gettext_noop"), None),
        (("ngettext", "ngettext_lazy"), (1, 2)),
        (("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
        (("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
    )
    for name in names
}


def gather() -> list[Path]:
    """Bring every catalogue in line with the code; words no longer used are dropped. Returns the catalogues."""
    found = _found()
    paths = catalogues()
    for path in paths:
        catalogue = _read(path)
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, omit_header=False, no_location=True, width=120)
    return paths


def problems() -> list[str]:
    """Return a line for each message that a catalogue lacks or has untranslated, and for each that nothing uses."""
    found = _found()
    lines = []
    for path in catalogues():
        catalogue = _read(path)
        language = path.parent.parent.name
        for message in found:
            if not message.id:
                continue
            known = catalogue.get(message.id, message.context)
            strings = known.string if known and isinstance(known.string, tuple) else (known.string if known else "",)
            if known is None or known.fuzzy or not all(strings):
                lines.append(f"{language}: not translated: {message.id!r}")
        lines += [
            f"{language}: used nowhere: {message.id!r}"
            for message in catalogue
            if message.id and found.get(message.id, message.context) is None
        ]
    return lines


def compile_all() -> list[Path]:
    """Write the compiled form of each catalogue beside it. Returns the compiled files."""
    made = []
    for path in catalogues():
        compiled = path.with_suffix(".mo")
        with compiled.open("wb") as file:
            write_mo(file, _read(path))
        made.append(compiled)
    return made


def catalogues() -> list[Path]:
    """Return the catalogue files, one per language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain="django")


def _found() -> Catalog:
    catalogue = Catalog(domain="django")
    for path, method, source in _sources():
        for _line, message, _comments, context in extract(method, BytesIO(source), keywords=KEYWORDS):
            flags = ["python-format"] if "%(" in str(message) else []
            catalogue.add(message, locations=[(str(path), 0)], context=context, flags=flags)
    return catalogue


def _sources() -> Iterator[tuple[Path, str, bytes]]:
    """Yield the code as it is, and templates as the code that Django's reader makes of them."""
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if "tests" in inside.parts or "static" in inside.parts:
            continue
        if path.suffix == ".py":
            yield inside, "python", path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in inside.parts:
            yield inside, "javascript", templatize(path.read_text(), origin=str(path)).encode()
