"""Rows of the catalogue are listed, changed, compared and restored at the desk, with who did so and why."""

import json
from typing import Any

import pytest

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstpoint.domain.catalogue.models import Agency, Calendar, Change, Queue, Service
from firstpoint.domain.catalogue.queries.entries import whole_catalogue
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

SETUP = "/desk/setup/"
SECTIONS = ("services", "occasions", "queues", "skills", "calendars", "departments")


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def olga() -> User:
    return an_administrator(name="Olga Admin")


@pytest.fixture
def desk(olga: User) -> Client:
    return a_desk_of(olga)


def typed_in(form: Any) -> dict[str, Any]:
    """Return what a browser would send of a form as it is shown."""
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def sent_back(desk: Client, address: str, **changes: Any) -> Any:
    """Open the form of an address and send it back with changes, as a browser would."""
    form = desk.get(address).context["form"]
    return desk.post(address, {**typed_in(form), **changes})


def address(section: str, code: str) -> str:
    return f"{SETUP}rows/{section}/row/{code}/"


@pytest.mark.req("SV-01")
@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_is_listed_and_each_row_is_saved_as_it_was_without_a_change(desk: Client, section: str) -> None:
    desk.post(f"{SETUP}rows/skills/new/", {"seen": 0, "code": "benefits", "name_en": "Benefits"})
    response = desk.get(f"{SETUP}rows/{section}/")
    rows = response.context["rows"]
    assert rows, section
    before = Change.objects.count()
    for row in rows:
        assert f"/rows/{section}/row/{row.code}/" in response.text
        answer = sent_back(desk, address(section, row.code))
        assert answer.status_code == 302, answer.context["form"].errors
    assert Change.objects.count() == before


@pytest.mark.req("SV-01")
def test_a_service_is_described_in_both_languages_with_who_and_why(desk: Client, olga: User) -> None:
    path = address("services", "libraries")
    changes = {"offering_es": "Préstamo y salas.", "annual_demand": "46000", "channels": ["website", "in_person"]}
    response = sent_back(desk, path, roles="Librarian | Bibliotecaria\nPage", why="Counted anew", **changes)
    assert response.status_code == 302
    service = Service.objects.get(code="libraries")
    assert service.offering["es"] == "Préstamo y salas."
    assert service.roles == [{"en": "Librarian", "es": "Bibliotecaria"}, {"en": "Page"}]
    assert (service.annual_demand, service.channels) == (46000, ["website", "in_person"])
    change = Change.objects.get(section="services", code="libraries", number=2)
    assert (change.by, change.why, change.says["annual_demand"]) == (olga, "Counted anew", 46000)
    page = desk.get(path).text
    assert "Olga Admin" in page
    assert "Counted anew" in page


@pytest.mark.req("SV-01")
def test_only_what_differs_is_compared_and_a_former_state_is_restored(desk: Client) -> None:
    path = address("services", "libraries")
    sent_back(desk, path, annual_demand="46000", why="Counted anew")
    sent_back(desk, path, annual_demand="47000", kind="benefits")
    history = f"{SETUP}history/services/libraries/"
    page = desk.get(f"{history}?before=1&after=2")
    assert [one["where"] for one in page.context["compared"]] == ["Yearly demand"]
    assert [(one["before"], one["after"]) for one in page.context["compared"]] == [("0", "46000")]
    assert len(desk.get(history).context["compared"]) == 2
    assert desk.post(f"{history}1/restore/", {"why": "It was right"}).status_code == 302
    service = Service.objects.get(code="libraries")
    assert (service.annual_demand, service.kind) == (0, "recreation")
    restored = Change.objects.get(section="services", code="libraries", number=4)
    assert (restored.why, restored.says) == (
        "It was right",
        Change.objects.get(section="services", number=1, code="libraries").says,
    )


def test_two_who_change_the_same_row_do_not_undo_each_other(desk: Client) -> None:
    path = address("queues", "tier-1")
    form = desk.get(path).context["form"]
    stale = typed_in(form)
    sent_back(desk, path, accept_minutes="30")
    response = desk.post(path, {**stale, "keep_minutes": "60"})
    assert response.status_code == 409
    assert "Somebody saved this meanwhile" in response.text
    assert 'value="60"' in response.text
    assert (Queue.objects.get(code="tier-1").accept_minutes, Queue.objects.get(code="tier-1").keep_minutes) == (30, 0)


def test_a_queue_asks_for_skills_by_level_and_says_its_thresholds(desk: Client) -> None:
    desk.post(f"{SETUP}rows/skills/new/", {"seen": 0, "code": "benefits", "name_en": "Benefits", "name_es": "Ayudas"})
    response = sent_back(
        desk, address("queues", "tier-2"), **{"skill-benefits": "3", "overflow_waiting": "20", "is_pushed": "on"}
    )
    assert response.status_code == 302
    queue = Queue.objects.get(code="tier-2")
    assert (queue.skills, queue.overflow_waiting, queue.is_pushed) == ({"benefits": 3}, 20, True)


def test_a_code_that_is_taken_is_refused(desk: Client) -> None:
    fresh = desk.get(f"{SETUP}rows/queues/new/").context["form"]
    typed = typed_in(fresh)
    response = desk.post(f"{SETUP}rows/queues/new/", {**typed, "code": "tier-1", "name_en": "Other", "tier": "2"})
    assert (response.status_code, "is taken" in response.text) == (409, True)
    assert Queue.objects.get(code="tier-1").tier == 1
    response = desk.post(f"{SETUP}rows/queues/new/", {**typed, "code": "night", "name_en": "Night", "tier": "2"})
    assert response.headers["Location"] == address("queues", "night")
    assert Queue.objects.get(code="night").accept_minutes == 120


def test_a_calendar_without_working_hours_is_refused_with_words(desk: Client) -> None:
    path = address("calendars", "office-hours")
    closed = {f"hours_{day}": "" for day in ("mon", "tue", "wed", "thu", "fri")}
    response = sent_back(desk, path, **closed)
    assert response.status_code == 422
    assert "A calendar without working hours would never let a promise fall due." in response.text
    assert sent_back(desk, path, hours_mon="8 to 5").status_code == 422
    assert sent_back(desk, path, hours_mon="17:00-08:00").status_code == 409
    assert sent_back(desk, path, closures="soon").status_code == 422
    assert sent_back(desk, path, hours_mon="08:00-12:00, 13:00-24:00", closures="2027-12-24").status_code == 302
    calendar = Calendar.objects.get(code="office-hours")
    assert calendar.hours["mon"] == [["08:00", "12:00"], ["13:00", "24:00"]]
    assert calendar.closures == ["2027-12-24"]


def test_the_next_closed_days_are_shown_with_their_holidays(desk: Client) -> None:
    page = desk.get(address("calendars", "office-hours"))
    days = page.context["closed_days"]
    assert len(days) == 10
    assert all(day.weekday() < 5 for day, _holiday in days)
    assert "Thanksgiving" in page.text


def test_the_agencys_limits_are_set(desk: Client) -> None:
    response = sent_back(desk, f"{SETUP}agency/", draft_days="21", reopen_days="0", why="People asked for longer")
    assert response.status_code == 302
    assert (Agency.objects.get().draft_days, Agency.objects.get().reopen_days) == (21, 0)
    assert sent_back(desk, f"{SETUP}agency/", triage_threshold="101").status_code == 422
    assert desk.get(f"{SETUP}history/agency/agency/").context["compared"]


@pytest.mark.req("SV-02")
def test_the_service_map_is_nested_lists_from_life_event_to_tier(desk: Client) -> None:
    page = desk.get(f"{SETUP}map/")
    text = " ".join(page.text.split())
    event, service, kind = (text.index(words) for words in ("I am moving here", "Libraries", "Library card"))
    assert event < service < kind
    assert "tier 1" in text[kind:]
    assert "No life event" not in text or "General question" in text


@pytest.mark.req("SV-02")
def test_the_export_is_read_back_to_the_same(desk: Client) -> None:
    exported = desk.get(f"{SETUP}export/")
    whole = json.loads(exported.content)
    assert whole == json.loads(json.dumps(whole_catalogue()))
    upload = SimpleUploadedFile("catalogue.json", exported.content)
    looked = desk.post(f"{SETUP}import/", {"file": upload})
    assert "queue: 0 new, 0 changed, 3 unchanged" in looked.text
    assert "enquiry type: 0 new, 0 changed, 4 unchanged" in looked.text


@pytest.mark.req("SV-02")
def test_an_import_shows_first_what_would_come_of_it(desk: Client, olga: User) -> None:
    whole = whole_catalogue()
    whole["services"][0]["annual_demand"] = 99
    upload = SimpleUploadedFile("catalogue.json", json.dumps(whole).encode())
    looked = desk.post(f"{SETUP}import/", {"file": upload})
    assert "service: 0 new, 1 changed, 1 unchanged" in looked.text
    assert not Service.objects.filter(annual_demand=99).exists()
    held = looked.context["held"]["held"].value()
    taken = desk.post(f"{SETUP}import/", {"held": held, "why": "From the test centre", "take": "1"})
    assert taken.status_code == 302
    assert Service.objects.filter(annual_demand=99).exists()
    change = Change.objects.filter(section="services").latest("id")
    assert (change.by, change.why) == (olga, "From the test centre")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "This is no JSON"),
        (b"\xff", "This is no JSON"),
        (b"[]", "give an object"),
        (b'{"queues": [{"code": "x"}]}', "name, tier missing."),
        (b'{"queues": [{"code": "x", "name": {"en": "X"}, "tier": "1"}]}', "tier: give a whole number."),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_told(desk: Client, content: bytes, told: str) -> None:
    response = desk.post(f"{SETUP}import/", {"file": SimpleUploadedFile("catalogue.json", content)})
    assert response.status_code in (409, 422)
    assert told in response.text


def test_levels_of_escalation_are_added_and_taken_away(desk: Client) -> None:
    path = f"{SETUP}escalations/"
    assert desk.post(path, {"per_cent": "75", "whom": "owner", "queue": ""}).status_code == 302
    page = desk.get(path)
    assert "75 %" in page.text
    assert desk.post(f"{path}{page.context['rows'][0].pk}/remove/").status_code == 302
    assert "75 %" not in desk.get(path).text


def test_supervisors_look_and_others_do_not() -> None:
    supervisor, adviser = a_desk_of(a_supervisor()), a_desk_of(an_adviser())
    looks = (
        SETUP,
        f"{SETUP}map/",
        f"{SETUP}agency/",
        f"{SETUP}rows/queues/",
        address("queues", "tier-1"),
        f"{SETUP}export/",
    )
    for path in looks:
        assert supervisor.get(path).status_code == 200, path
        assert adviser.get(path).status_code == 403, path
    assert 'name="accept_minutes"' not in supervisor.get(address("queues", "tier-1")).text
    for path in (f"{SETUP}rows/queues/new/", f"{SETUP}import/", f"{SETUP}enquiry-types/new/"):
        assert supervisor.get(path).status_code == 403, path
    assert supervisor.post(address("queues", "tier-1"), {}).status_code == 422
    assert f'href="{SETUP}"' in supervisor.get("/desk/").text
    assert f'href="{SETUP}"' not in adviser.get("/desk/").text


def test_nobody_but_an_administrator_saves(desk: Client) -> None:
    path = address("queues", "tier-1")
    form = desk.get(path).context["form"]
    typed = typed_in(form)
    assert a_desk_of(a_supervisor()).post(path, {**typed, "accept_minutes": "5"}).status_code == 403
    assert Queue.objects.get(code="tier-1").accept_minutes == 120


@pytest.mark.parametrize(
    "path", ["rows/colours/", "rows/queues/row/nowhere/", "history/queues/nowhere/", "history/x/y/"]
)
def test_what_is_not_there_is_told(desk: Client, path: str) -> None:
    assert desk.get(f"{SETUP}{path}").status_code == 404
