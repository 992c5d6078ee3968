"""`firstpoint export catalogue`: what is written is read back to the same, and written again byte for byte."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from firstpoint.domain.catalogue.models import EnquiryType, Service
from firstpoint.domain.catalogue.queries.entries import whole_catalogue
from firstpoint.domain.people.models import Department
from firstpoint.project.cli import main
from firstpoint.project.importing.catalogue import import_catalogue

DEMO = Path(__file__).resolve().parents[1] / "demo" / "content" / "catalogue.json"


def export(path: Path) -> bytes:
    with override(settings.LANGUAGE_CODE):
        result = CliRunner().invoke(main, ["export", "catalogue", str(path)])
    assert result.exit_code == 0, result.output
    assert "enquiry_types: 53 written" in result.stdout
    return path.read_bytes()


@pytest.mark.django_db
@pytest.mark.req("SV-02")
@pytest.mark.req("SV-03")
def test_the_demos_catalogue_goes_out_and_comes_in_to_the_same(tmp_path: Path) -> None:
    with transaction.atomic():
        import_catalogue(DEMO)
        first = export(tmp_path / "first.json")
        again = import_catalogue(tmp_path / "first.json")
        assert not again.problems
        assert again.changes == {}
        transaction.set_rollback(True)
    assert not Department.objects.exists()
    assert not import_catalogue(tmp_path / "first.json").problems
    assert (EnquiryType.objects.count(), Service.objects.count()) == (53, 18)
    assert export(tmp_path / "second.json") == first
    assert json.loads(first) == whole_catalogue()
