"""Every test of the contact pages has a small catalogue."""

import pytest

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.doors.public import notebook


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    a_catalogue()
    notebook.forget()
