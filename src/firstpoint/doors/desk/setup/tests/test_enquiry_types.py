"""An enquiry type is written in a draft, looked at as the public sees it, compared, published and restored."""

from typing import Any

import pytest

from django.test import Client

from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue.models import Change, EnquiryType, EnquiryTypeDraft
from firstpoint.domain.catalogue.tests.make import a_catalogue, an_enquiry_type
from firstpoint.domain.people.models import User
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator
from firstpoint.doors.desk.setup.tests.test_rows import sent_back, typed_in
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db

TYPES = "/desk/setup/enquiry-types/"
CARD = f"{TYPES}type/library-card/"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def olga() -> User:
    return an_administrator(name="Olga Admin")


@pytest.fixture
def desk(olga: User) -> Client:
    return a_desk_of(olga)


def seen(code: str = "library-card") -> int:
    return EnquiryTypeDraft.objects.get(code=code).number


def publish(desk: Client, why: str = "Because") -> Any:
    return sent_back(desk, f"{CARD}publish/", why=why)


def add(desk: Client, kind: str, english: str, base: str = CARD, **more: Any) -> Any:
    path = f"{base}form/new/"
    form = desk.get(path, {"kind": kind}).context["form"]
    return desk.post(path, {**typed_in(form), "kind": kind, "label_en": english, "label_es": f"{english} (es)", **more})


@pytest.mark.req("SV-03")
def test_a_new_enquiry_type_is_written_and_published_step_by_step(desk: Client, olga: User) -> None:
    assert "Begin the draft" in desk.get(f"{TYPES}new/").text
    begun = desk.post(f"{TYPES}new/", {"code": "tree-down", "name_en": "A tree is down", "audience": "public"})
    base = f"{TYPES}type/tree-down/"
    assert begun.headers["Location"] == f"{base}rules/"
    rules = sent_back(
        desk, f"{base}rules/", queue="tier-2", first_answer_minutes="60", keywords_en="tree, branch", tier_2="300"
    )
    assert rules.status_code == 302, rules.context["form"].errors
    too_soon = sent_back(desk, f"{base}publish/", why="New service")
    assert (too_soon.status_code, "give at least one step" in too_soon.text) == (409, True)
    assert "There is no step yet" in desk.get(f"{base}steps/").text
    for name, tier in (("Received", 1), ("Cleared", 2)):
        path = f"{base}steps/new/"
        form = desk.get(path).context["form"]
        posted = {**typed_in(form), "name_en": name, "name_es": f"{name} (es)", "tier": tier}
        assert desk.post(path, posted).status_code == 302
    assert "Cleared" in desk.get(f"{base}steps/").text
    assert add(desk, "location", "Where is it?", base, required="on").status_code == 302
    assert sent_back(desk, f"{base}publish/", why="New service").status_code == 302
    kind = EnquiryType.objects.get(code="tree-down")
    version = kind.current_version
    assert version is not None
    assert (version.tier, version.queue.code, version.why, version.published_by) == (2, "tier-2", "New service", olga)
    assert [step["code"] for step in version.steps] == ["received", "cleared"]
    assert version.form[0]["code"] == "where_is_it"
    assert (version.keywords["en"], version.tier_minutes) == (["tree", "branch"], {"2": 300})
    assert "Where is it?" in Client().get("/en/forms/tree-down/").text
    assert not EnquiryTypeDraft.objects.exists()


@pytest.mark.req("SS-06")
def test_questions_are_added_moved_changed_and_removed_without_a_script(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    options = {"option0_en": "Adult", "option0_es": "Adulto", "option1_en": "Child", "option1_es": "Menor"}
    assert add(desk, "choice", "Which card?", required="on", **options).status_code == 302
    assert add(desk, "text", "Name of the parent", personal="on", shown_if=["which_card:child"]).status_code == 302
    assert add(desk, "date", "Born on", max="today").status_code == 302
    page = desk.get(f"{CARD}form/")
    assert [row["part"]["code"] for row in page.context["rows"]] == [
        "question",
        "which_card",
        "name_of_the_parent",
        "born_on",
    ]
    assert not page.context["problems"]
    item = f"{CARD}form/item/"
    assert desk.post(f"{item}which_card/move/", {"to": "down", "seen": seen()}).status_code == 302
    page = desk.get(f"{CARD}form/")
    assert [row["part"]["code"] for row in page.context["problems"]] == ["name_of_the_parent"]
    assert "which must come before it" in page.text
    assert desk.post(f"{item}which_card/move/", {"to": "up", "seen": seen()}).status_code == 302
    assert desk.post(f"{item}question/remove/", {"seen": seen()}).status_code == 302
    changed = sent_back(desk, f"{item}born_on/", help_en="As in the passport.", help_es="Como en el pasaporte.")
    assert changed.status_code == 302
    draft = EnquiryTypeDraft.objects.get()
    assert draft.says["form"][1] == {
        "code": "name_of_the_parent",
        "kind": "text",
        "label": {"en": "Name of the parent", "es": "Name of the parent (es)"},
        "personal": True,
        "shown_if": {"field": "which_card", "is": ["child"]},
    }
    assert draft.says["form"][2]["max"] == "today"
    assert draft.says["form"][2]["help"]["es"] == "Como en el pasaporte."


@pytest.mark.req("SS-06")
@pytest.mark.parametrize(
    "kind",
    [
        "text",
        "long_text",
        "number",
        "money",
        "date",
        "choice",
        "choices",
        "yes_no",
        "address",
        "phone",
        "email",
        "file",
        "location",
    ],
)
def test_a_question_of_each_kind_is_added_and_kept_as_it_was_when_saved_again(desk: Client, kind: str) -> None:
    desk.post(f"{CARD}begin/")
    answer = add(desk, kind, "What else", option0_en="Yes", option0_es="Sí", max="2030", min="1")
    if kind == "date":
        assert (answer.status_code, "Give a date such as" in answer.text) == (422, True)
        answer = add(desk, kind, "What else", max="today", min="2020-01-31")
    assert answer.status_code == 302, answer.context["form"].errors
    added = EnquiryTypeDraft.objects.get().says["form"][-1]
    assert (added["code"], added["kind"]) == ("what_else", kind)
    assert sent_back(desk, f"{CARD}form/item/what_else/").status_code == 302
    assert EnquiryTypeDraft.objects.get().says["form"][-1] == added


def test_what_is_wrong_with_a_question_is_said_at_it(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    assert add(desk, "choice", "Which card?").status_code == 409
    assert add(desk, "text", "Number", pattern="(").status_code == 409
    taken = add(desk, "text", "Question", code="question")
    assert (taken.status_code, "is taken" in taken.text) == (422, True)
    assert add(desk, "text", "", code="x").status_code == 422
    assert desk.get(f"{CARD}form/new/", {"kind": "riddle"}).status_code == 404


def test_a_missing_translation_is_told_at_its_question(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    assert add(desk, "text", "Card number", label_es="").status_code == 302
    page = desk.get(f"{CARD}form/")
    assert [row["part"]["code"] for row in page.context["problems"]] == ["card_number"]
    assert "label is missing in: es." in page.text


@pytest.mark.req("SV-03")
def test_steps_are_moved_changed_and_removed(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    item = f"{CARD}steps/item/"
    assert desk.post(f"{item}decided/move/", {"to": "up", "seen": seen()}).status_code == 302
    assert desk.post(f"{item}received/remove/", {"seen": seen()}).status_code == 302
    assert sent_back(desk, f"{item}checking/", tier="3", name_es="En revisión").status_code == 302
    steps = EnquiryTypeDraft.objects.get().says["steps"]
    assert [(step["code"], step["tier"]) for step in steps] == [("decided", 2), ("checking", 3)]
    assert steps[1]["name"]["es"] == "En revisión"


@pytest.mark.req("SS-06")
@pytest.mark.parametrize(("language", "label", "told"), [("en", "Born on", "A preview"), ("es", "Born on (es)", "")])
def test_the_preview_is_the_publics_own_page_and_keeps_nothing(
    desk: Client, language: str, label: str, told: str
) -> None:
    desk.post(f"{CARD}begin/")
    add(desk, "date", "Born on", required="on")
    previews = {code: url for code, _name, url in desk.get(f"{CARD}form/").context["previews"]}
    anybody = Client()
    assert previews[language].startswith(f"/{language}/previews/")
    page = anybody.get(previews[language])
    assert page.status_code == 200
    assert label in page.text
    assert told in page.text
    assert anybody.post(previews[language], {"question": "x", "reach-email": "a@mail.example"}).status_code == 422
    sent = {"question": "x", "born_on_month": "1", "born_on_day": "2", "born_on_year": "1990"}
    taken = anybody.post(previews[language], {**sent, "reach-email": "a@mail.example", "reach-name": "Rosa"})
    assert taken.status_code == 200, [form.errors for form in taken.context["enquiry"].forms]
    assert not Case.objects.exists()
    assert anybody.get(f"/{language}/previews/forged/").status_code == 404
    assert label not in anybody.get(f"/{language}/forms/library-card/").text


@pytest.mark.req("SV-03")
def test_open_cases_stay_with_the_version_that_they_began_with(desk: Client) -> None:
    case = a_case(an_enquiry_type("library-card"), answers={"question": "x"})
    before = case.version_id
    desk.post(f"{CARD}begin/")
    desk.post(f"{CARD}steps/item/received/remove/", {"seen": seen()})
    assert publish(desk).status_code == 302
    case.refresh_from_db()
    assert case.version_id == before
    assert len(case.version.steps) == 3
    assert EnquiryType.objects.get(code="library-card").current_version_id != before


@pytest.mark.req("SV-03")
def test_two_states_are_compared_and_one_is_restored(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    add(desk, "date", "Born on")
    sent_back(desk, f"{CARD}rules/", resolution_minutes="4000")
    assert [one["where"] for one in desk.get(f"{CARD}publish/").context["compared"]] == [
        "Targets › Minutes to the resolution",
        "Form › born_on",
    ]
    publish(desk, "Children need it")
    history = "/desk/setup/history/enquiry_types/library-card/"
    page = desk.get(history)
    assert "Children need it" in page.text
    assert len(page.context["compared"]) == 2
    assert desk.post(f"{history}1/restore/", {"why": "They did not"}).status_code == 302
    kind = EnquiryType.objects.get(code="library-card")
    assert kind.current_version is not None
    assert (len(kind.current_version.form), kind.current_version.number, kind.current_version.why) == (
        1,
        3,
        "They did not",
    )
    assert Change.objects.filter(section="enquiry_types", code="library-card").count() == 3


def test_publishing_asks_why_and_what_was_published_meanwhile_is_not_undone(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    add(desk, "date", "Born on")
    assert publish(desk, "").status_code == 422
    stale = typed_in(desk.get(f"{CARD}publish/").context["form"])
    desk.post("/desk/setup/history/enquiry_types/library-card/1/restore/", {"why": "x"})
    sent_back(desk, f"{CARD}rules/", resolution_minutes="4000")
    answer = desk.post(f"{CARD}publish/", {**stale, "why": "Because"})
    assert (answer.status_code, "Somebody changed this draft meanwhile" in answer.text) == (409, True)
    assert publish(desk).status_code == 302


def test_two_who_write_the_same_draft_are_told_of_each_other(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    number = seen()
    add(desk, "date", "Born on")
    path = f"{CARD}form/item/question/"
    stale = {**typed_in(desk.get(path).context["form"]), "seen": number, "label_en": "What is it about?"}
    answer = desk.post(path, stale)
    assert (answer.status_code, "What is it about?" in answer.text) == (409, True)
    assert desk.post(path, typed_in(answer.context["form"])).status_code == 302
    assert [question["code"] for question in EnquiryTypeDraft.objects.get().says["form"]] == ["question", "born_on"]
    refused = desk.post(
        f"{CARD}form/item/question/remove/", {"seen": number}, headers={"referer": "http://testserver/desk/"}
    )
    assert refused.status_code == 302
    assert len(EnquiryTypeDraft.objects.get().says["form"]) == 2


def test_a_draft_is_thrown_away(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    assert desk.post(f"{CARD}discard/", {"seen": seen()}).headers["Location"] == CARD
    assert not EnquiryTypeDraft.objects.exists()
    assert desk.get(f"{CARD}rules/").status_code == 404


def test_what_is_out_of_use_cannot_be_begun_and_the_general_question_stays(desk: Client) -> None:
    desk.post(f"{CARD}begin/")
    form = typed_in(desk.get(f"{CARD}rules/").context["form"])
    del form["active"]
    assert desk.post(f"{CARD}rules/", form).status_code == 302
    assert publish(desk).status_code == 302
    assert Client().get("/en/forms/library-card/").status_code == 404
    assert "Out of use" in desk.get(CARD).text
    general = f"{TYPES}type/general-question/"
    desk.post(f"{general}begin/")
    form = typed_in(desk.get(f"{general}rules/").context["form"])
    del form["active"]
    desk.post(f"{general}rules/", form)
    answer = sent_back(desk, f"{general}publish/", why="No")
    assert (answer.status_code, "stays in use" in answer.text) == (409, True)


def test_supervisors_see_how_it_works_and_change_nothing() -> None:
    desk = a_desk_of(a_supervisor())
    page = desk.get(CARD)
    assert "We are checking" in page.text
    assert "Change it in a draft" not in page.text
    assert desk.get(TYPES).status_code == 200
    for path in ("begin/", "discard/", "form/item/question/remove/"):
        assert desk.post(f"{CARD}{path}", {"seen": 1}).status_code == 403, path
    for path in ("rules/", "publish/", "form/", "steps/", "form/new/", "form/item/question/"):
        assert desk.get(f"{CARD}{path}").status_code == 403, path
