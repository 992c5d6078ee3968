"""The catalogue is saved: what stays the same records nothing, what changes gets a version, faults are told."""

from typing import Any

import pytest

from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.core.forms.definition import DefinitionError
from firstpoint.core.models import Event
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import EnquiryType
from firstpoint.domain.catalogue.tests.make import QUESTION_FORM, STEPS, a_queue, a_service, office_hours, text
from firstpoint.domain.people.actions import save_department
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_department

pytestmark = pytest.mark.django_db

TIERED_STEPS = [{**step, "tier": 1} for step in STEPS]


def publish(code: str = "pothole", **changes: Any) -> EnquiryType:
    values = {
        "service": a_service(),
        "department": a_department(),
        "name": text("Pothole", "Bache"),
        "summary": text("Tell us.", "Díganos."),
        "process_category": 3,
        "tier": 1,
        "queue": a_queue(1),
        "calendar": office_hours(),
        "first_answer_minutes": 60,
        "resolution_minutes": 600,
        "steps": TIERED_STEPS,
        "form": QUESTION_FORM,
    }
    return actions.publish_enquiry_type(code, actor=SYSTEM, **(values | changes))


def events(kind: str) -> int:
    return Event.objects.filter(type=kind).count()


def test_an_enquiry_type_gets_a_version_only_when_something_changed() -> None:
    publish()
    kind = publish()
    assert (kind.versions.count(), events("enquiry_type.published")) == (1, 1)
    kind = publish(resolution_minutes=700)
    assert kind.current_version is not None
    assert (kind.current_version.number, kind.current_version.resolution_minutes) == (2, 700)
    kind = publish(resolution_minutes=700, position=4)
    assert (kind.versions.count(), events("enquiry_type.published")) == (2, 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": {"es": "Bache"}},
        {"name": "Pothole"},
        {"tier": 2},
        {"tier": 4},
        {"process_category": 10},
        {"first_answer_minutes": 0},
        {"first_answer_minutes": 700},
        {"first_answer_minutes": "soon"},
        {"steps": []},
        {"steps": [*TIERED_STEPS, TIERED_STEPS[0]]},
        {"steps": [{"code": "a", "name": {"en": ""}, "tier": 1}]},
    ],
    ids=str,
)
def test_what_cannot_work_is_refused_and_leaves_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        publish(**changes)
    assert not EnquiryType.objects.exists()


def test_a_form_that_cannot_be_asked_is_refused_by_its_own_error() -> None:
    with pytest.raises(DefinitionError, match="question"):
        publish(form=[{"code": "question", "kind": "riddle", "label": text("?", "?")}])


def test_saving_the_same_again_records_nothing() -> None:
    for _time in range(2):
        department = save_department("works", actor=SYSTEM, name=text("Public Works", "Obras"))
        calendar = actions.save_calendar(
            "always", actor=SYSTEM, name=text("Always", "Siempre"), time_zone="UTC", hours={"mon": [["00:00", "24:00"]]}
        )
        actions.save_agency(actor=SYSTEM, name=text("Alder", "Alder"), calendar=calendar, email="a@b.example")
        actions.save_queue("first", actor=SYSTEM, name=text("First", "Primera"), tier=1)
        occasion = actions.save_occasion("move", actor=SYSTEM, name=text("Move", "Mudarse"), summary=text("a", "b"))
        actions.save_service(
            "bins",
            actor=SYSTEM,
            name=text("Bins", "Basura"),
            kind="benefits",
            department=department,
            occasions=[occasion],
        )
    for noun in ("department", "calendar", "agency", "queue", "occasion", "service"):
        assert events(f"{noun}.saved") == 1, noun


@pytest.mark.parametrize(
    ("time_zone", "hours", "country"),
    [
        ("Mars/Base", {"mon": [["08:00", "17:00"]]}, ""),
        ("UTC", {}, ""),
        ("UTC", {"mon": [["17:00", "08:00"]]}, ""),
        ("UTC", {"mon": ["08:00"]}, ""),
        ("UTC", {"mon": [["08:00", "17:00"]]}, "XX"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(time_zone: str, hours: Any, country: str) -> None:
    with pytest.raises(DomainError):
        actions.save_calendar(
            "odd", actor=SYSTEM, name=text("Odd", "Raro"), time_zone=time_zone, hours=hours, holiday_country=country
        )


def test_the_public_changes_nothing() -> None:
    with pytest.raises(NotPermitted):
        actions.save_queue("first", actor=public_site(), name=text("First", "Primera"), tier=1)
    with pytest.raises(NotPermitted):
        save_department("works", actor=public_site(), name=text("Public Works", "Obras"))
