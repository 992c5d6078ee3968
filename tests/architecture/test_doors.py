"""Doors write nothing themselves, and no address of the desk lets a stranger in."""

import ast
import re
from collections.abc import Iterator

import pytest

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.source import modules

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}


@pytest.mark.parametrize("path", modules(below="doors"))
def test_doors_write_nothing_themselves(path: str) -> None:
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Attribute):
            assert node.attr not in WRITES, f"{path}:{node.lineno} .{node.attr}"


def _desk_addresses() -> Iterator[str]:
    """Yield every address below /desk/ but those of signing in, with something in place of each argument."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and str(entry.pattern) == "desk/":
            for pattern in entry.url_patterns:
                assert isinstance(pattern, URLPattern)
                yield "/desk/" + re.sub(r"<(\w+:)?\w+>", "1", str(pattern.pattern))


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(set(_desk_addresses())))
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_sign_in(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse(settings.LOGIN_URL))
