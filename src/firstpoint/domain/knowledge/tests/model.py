"""The model of search by meaning may be absent from a machine, but not from one that decides what is right."""

import os

import pytest

from firstpoint.domain.knowledge.queries.meaning import is_installed

needs_model = pytest.mark.skipif(
    not is_installed() and "CI" not in os.environ, reason="The model of search by meaning is not installed."
)
