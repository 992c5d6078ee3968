"""`firstpoint import catalogue`: the demo's own catalogue, faults by entry, all or nothing, and nothing twice."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from firstpoint.domain.catalogue.models import Agency, EnquiryType, EnquiryTypeVersion, Service
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge.models import Article, ArticleVersion
from firstpoint.domain.people.models import Department
from firstpoint.project.importing.tests.conftest import Run, Write

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "demo" / "content"


def demo() -> dict[str, Any]:
    catalogue: dict[str, Any] = json.loads((DEMO / "catalogue.json").read_text())
    return catalogue


@pytest.mark.req("SV-01")
@pytest.mark.req("SV-03")
def test_the_demo_comes_in_whole_and_again_changes_nothing(run: Run) -> None:
    result = run("catalogue", DEMO / "catalogue.json")
    assert result.exit_code == 0, result.output
    assert "service: 18 new" in result.stdout
    assert Agency.objects.get().name == {"en": "Alder County", "es": "Condado de Alder"}
    library = Service.objects.get(code="libraries")
    assert library.kind == "recreation"
    assert {occasion.code for occasion in library.occasions.all()} == {"moving-here", "having-a-baby", "losing-a-job"}
    pothole = EnquiryType.objects.get(code="pothole").current_version
    assert pothole is not None
    assert (pothole.tier, pothole.number, len(pothole.steps) > 1, pothole.resolution_minutes > 0) == (1, 1, True, True)
    again = run("catalogue", DEMO / "catalogue.json")
    assert "enquiry type: 0 new, 0 changed, 53 unchanged" in again.stdout
    assert EnquiryTypeVersion.objects.count() == 53


def test_the_demos_articles_come_in_whole_in_both_languages(run: Run) -> None:
    run("catalogue", DEMO / "catalogue.json")
    result = run("knowledge", DEMO / "articles")
    assert result.exit_code == 0, result.output
    assert "article: 68 new" in result.stdout
    assert "0 new, 0 changed, 68 unchanged" in run("knowledge", DEMO / "articles").stdout
    assert ArticleVersion.objects.filter(language="en").count() == ArticleVersion.objects.filter(language="es").count()
    ranks = [rank for (rank,) in Article.objects.filter(most_asked__isnull=False).values_list("most_asked")]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_the_demo_is_said_in_both_languages_everywhere() -> None:
    def check(value: Any, path: str) -> None:
        if isinstance(value, dict):
            if set(value) & {"en", "es"}:
                assert set(value) == {"en", "es"}, path
                assert all(value.values()), path
            for key, inner in value.items():
                check(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                check(inner, f"{path}[{number}]")

    check(demo(), "catalogue")


@pytest.mark.req("SV-03")
def test_a_changed_process_map_is_a_new_version(run: Run, write: Write) -> None:
    run("catalogue", DEMO / "catalogue.json")
    changed = demo()
    changed["enquiry_types"][7]["steps"].append(
        {"code": "checked", "name": {"en": "Checked", "es": "Visto"}, "tier": 1}
    )
    result = run("catalogue", write("catalogue.json", json.dumps(changed)))
    assert "enquiry type: 0 new, 1 changed, 52 unchanged" in result.stdout
    assert EnquiryType.objects.get(code=changed["enquiry_types"][7]["code"]).versions.count() == 2


def test_a_dry_run_stores_nothing(run: Run) -> None:
    result = run("catalogue", DEMO / "catalogue.json", "--dry-run")
    assert "enquiry type: 53 new" in result.stdout
    assert not Department.objects.exists()


def faulty() -> dict[str, Any]:
    broken = copy.deepcopy(demo())
    broken["departments"][9]["nmae"] = broken["departments"][9].pop("name")
    broken["services"][15]["department"] = "nowhere"
    broken["services"][14]["colour"] = "green"
    broken["services"][13]["code"] = broken["services"][12]["code"]
    broken["enquiry_types"][0]["form"][0]["kind"] = "riddle"
    broken["enquiry_types"][1]["tier"] = 3
    broken["enquiry_types"][2]["targets"] = {}
    broken["enquiry_types"][4]["steps"] = 5
    broken["enquiry_types"][5]["queue"] = None
    return broken


def test_every_fault_is_told_with_its_entry_and_nothing_is_stored(run: Run, write: Write) -> None:
    result = run("catalogue", write("catalogue.json", json.dumps(faulty())))
    assert result.exit_code == 1
    for told in (
        "departments, entry 10 (transportation): name missing.",
        "services, entry 16 (public-records): there is no department “nowhere”.",
        "“colour” is not known here.",
        "is used twice",
        "enquiry_types, entry 1 (library-card): Field “card_type”:",
        "is of another tier",
        "targets: give",
        "steps: give a list.",
        "queue missing.",
    ):
        assert told in result.stderr, told
    assert "Traceback" not in result.output
    assert not Department.objects.exists()


@pytest.mark.parametrize("content", ["[]", "{", '{"colours": []}', '{"services": {}}', '{"services": [1]}'])
def test_what_is_no_catalogue_is_told(run: Run, write: Write, content: str) -> None:
    result = run("catalogue", write("catalogue.json", content))
    assert (result.exit_code, "catalogue.json" in result.stderr) == (1, True)


@pytest.mark.req("SV-01")
def test_a_table_of_services_is_imported(run: Run, write: Write) -> None:
    a_catalogue()
    table = (
        "code,name.en,name.es,kind,department,occasions,channels,annual_demand,roles\n"
        'parks,Parks,Parques,recreation,libraries,moving-here,website|phone,1200,"[{""en"": ""Ranger""}]"\n'
    )
    result = run("catalogue", write("services.csv", table))
    assert result.exit_code == 0, result.output
    parks = Service.objects.get(code="parks")
    assert (parks.name, parks.channels, parks.annual_demand) == (
        {"en": "Parks", "es": "Parques"},
        ["website", "phone"],
        1200,
    )
    assert "service: 0 new, 0 changed, 1 unchanged" in run("catalogue", write("services.csv", table)).stdout
    assert run("catalogue", write("colours.csv", table)).exit_code == 1
