"""The command line as an operator uses it, on files that the test writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from django.conf import settings
from django.utils.translation import override

from firstpoint.project.cli import main

Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture
def run() -> Run:
    """Return a function that runs `firstpoint import` with arguments."""

    def run_import(*arguments: object) -> Result:
        # A process of its own starts in the site's first language; a test before may have read a page in another.
        with override(settings.LANGUAGE_CODE):
            return CliRunner().invoke(main, ["import", *map(str, arguments)])

    return run_import


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file and returns its path."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written
