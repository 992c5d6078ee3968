"""Every test of the tracking pages has a small catalogue."""

import pytest

from firstpoint.domain.catalogue.tests.make import a_catalogue


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    a_catalogue()
