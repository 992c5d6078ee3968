"""The centre's own decisions teach it what messages are about; who may not know of something is not told."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstpoint.channels.tasks import receive_input
from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, a_taken_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.tests.make import (
    a_general_question,
    a_restricted_type,
    a_service,
    an_agency,
    an_enquiry_type,
    office_hours,
)
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.intake.models import Incoming, Sender
from firstpoint.domain.intake.tests.make import an_accepted_input
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import a_department, a_supervisor, an_adviser, an_editor
from firstpoint.domain.routing import actions
from firstpoint.domain.routing.models import TriageModel, WorkItem
from firstpoint.domain.routing.queries.decisions import newest_decisions, words_of
from firstpoint.domain.routing.queries.triage import is_learning_due, likely_enquiry_types, newest_models
from firstpoint.domain.routing.tasks import follow_enquiry_type, train_triage_when_due
from firstpoint.domain.routing.tests.teach import a_pothole, a_taught_centre, decide
from firstpoint.project.health import checks

pytestmark = pytest.mark.django_db


def brought_in(body: str, *, enquiry_type: str = "", sender: Sender | None = None) -> Case:
    """Let a worker read input that names no enquiry type, as that of a mailbox does not."""
    incoming = Incoming(
        channel=Channel.WEB,
        language="en",
        body=body,
        sender=sender or Sender("Rosa Vale", "rosa@mail.example"),
        enquiry_type=enquiry_type,
    )
    raw = an_accepted_input(incoming.to_bytes())
    receive_input(raw.pk)
    raw.refresh_from_db()
    return Case.objects.get(contact_links__contact=raw.contact_id)


def opening_of(case: Case) -> dict[str, object]:
    """Return what the journal says of the opening."""
    return Event.objects.get(type="case.opened", case_id=case.pk).data


@pytest.mark.req("RT-07")
def test_input_opens_under_the_enquiry_type_that_the_centre_would_choose_where_that_is_sure() -> None:
    agency = an_agency()
    a_taught_centre()
    clear = "Good morning. There is a huge pothole in the road, please fix it."
    case = brought_in(clear)
    assert case.enquiry_type.code == "pothole"
    said = opening_of(case)
    assert (said["enquiry_type"], said["triage"]) == ("pothole", "pothole")
    assert isinstance(said["confidence"], int) and said["confidence"] >= agency.triage_threshold
    assert WorkItem.objects.get(case=case).queue == case.version.queue
    # Below the threshold a person decides.
    unclear = brought_in("Good morning. My card fell into a hole and the payment too.")
    assert unclear.enquiry_type.code == "general-question"
    assert opening_of(unclear)["triage"] != "general-question"
    # What was named is not doubted, and what must not be anonymous is not opened for somebody unknown.
    assert brought_in(clear, enquiry_type="general-question").enquiry_type.code == "general-question"
    books = "Hello there, I want to borrow books from the library, how do I get a library card?"
    assert brought_in(books).enquiry_type.code == "library-card"
    assert brought_in(books, sender=Sender()).enquiry_type.code == "general-question"
    # The threshold is data: at a hundred per cent a person always decides.
    catalogue.save_agency(actor=SYSTEM, name=agency.name, calendar=office_hours(), triage_threshold=100)
    assert brought_in(clear).enquiry_type.code == "general-question"


@pytest.mark.req("RT-07")
def test_who_may_not_know_of_a_restricted_enquiry_type_is_not_told() -> None:
    an_agency()
    a_general_question()
    a_restricted_type(department="benefits")
    actions.train_triage(actor=SYSTEM)
    codes = {
        who: [each.code for each in likely_enquiry_types(actor, "My benefit payment is missing", "en")]
        for who, actor in {
            "public": public_site(language="en"),
            "elsewhere": an_adviser(departments=[a_department()]).acting(),
            "supervisor": a_supervisor().acting(),
            "there": an_adviser(departments=[a_department("benefits")]).acting(),
            "machine": SYSTEM,
        }.items()
    }
    for who in ("public", "elsewhere", "supervisor"):
        assert "benefit-payment-missing" not in codes[who]
    for who in ("there", "machine"):
        assert codes[who][0] == "benefit-payment-missing"


def test_a_new_catalogue_suggests_by_its_own_words_and_decides_nothing() -> None:
    an_agency()
    a_general_question()
    an_enquiry_type("dog-licence", keywords={"en": ["puppy", "pet"]})
    an_enquiry_type("marriage-certificate")
    english, spanish = actions.train_triage(actor=SYSTEM)
    assert (english.decisions, english.top_1, spanish.language) == (0, None, "es")
    [first, *_more] = likely_enquiry_types(SYSTEM, "I need a licence for my puppy", "en")
    assert first.code == "dog-licence"
    assert not first.is_sure
    assert brought_in("I need a dog licence").enquiry_type.code == "general-question"


def test_nothing_is_suggested_without_a_model_or_a_known_word() -> None:
    an_agency()
    assert likely_enquiry_types(SYSTEM, "How do I get a library card?", "en") == []
    a_general_question()
    an_enquiry_type("dog-licence")
    actions.train_triage(actor=SYSTEM)
    assert likely_enquiry_types(SYSTEM, "日本語", "en") == []
    assert likely_enquiry_types(SYSTEM, "dog licence", "fr") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(max_size=200) | st.text(alphabet="dog \0é👋🏽", max_size=40).map(lambda part: (part * 400)[:10_000]))
def test_any_text_has_a_clean_answer(trained: None, text: str) -> None:
    likely = likely_enquiry_types(SYSTEM, text, "en", most=2)
    assert len(likely) <= 2
    assert all(0 < each.confidence <= 1 and each.code for each in likely)
    assert [each.confidence for each in likely] == sorted((each.confidence for each in likely), reverse=True)


@pytest.fixture
def trained(db: None) -> None:
    an_agency()
    a_general_question()
    an_enquiry_type("dog-licence")
    actions.train_triage(actor=SYSTEM)


def test_training_is_refused_to_those_without_the_right() -> None:
    an_agency()
    a_general_question()
    an_enquiry_type("dog-licence")
    for actor in (an_adviser().acting(), a_supervisor().acting(), an_editor().acting(), public_site()):
        with pytest.raises(NotPermitted):
            actions.train_triage(actor=actor)
    assert not TriageModel.objects.exists()


@pytest.mark.parametrize("per_cent", [0, 101, -5])
def test_a_threshold_is_a_share(per_cent: int) -> None:
    agency = an_agency()
    with pytest.raises(DomainError, match="triage_threshold"):
        catalogue.save_agency(actor=SYSTEM, name=agency.name, calendar=office_hours(), triage_threshold=per_cent)


def test_operators_see_what_was_learned() -> None:
    def finding() -> str:
        return next(check.finding for check in checks() if check.name == "triage")

    assert finding() == "nothing learned yet"
    a_general_question()
    an_enquiry_type("dog-licence")
    actions.train_triage(actor=SYSTEM)
    assert finding() == "en: 0 decisions, too few to measure; es: 0 decisions, too few to measure"
    TriageModel.objects.filter(language="en").update(decisions=900, top_1=0.914, top_3=0.977)
    assert finding().startswith("en: 900 decisions, right in 91%, among three in 98%")


def test_one_enquiry_type_is_nothing_to_tell_apart() -> None:
    a_general_question()
    assert not is_learning_due()
    with pytest.raises(actions.CannotLearn):
        actions.train_triage(actor=SYSTEM)


def test_a_new_model_is_used_at_once_and_older_ones_go() -> None:
    an_agency()
    a_general_question()
    an_enquiry_type("dog-licence")
    actions.train_triage(actor=SYSTEM)
    assert [each.code for each in likely_enquiry_types(SYSTEM, "A tree fell", "en")] == []
    an_enquiry_type("fallen-tree")
    for _time in range(3):
        actions.train_triage(actor=SYSTEM)
    assert likely_enquiry_types(SYSTEM, "A tree fell", "en")[0].code == "fallen-tree"
    assert TriageModel.objects.filter(language="en").count() == 2
    assert Event.objects.filter(type="triage.trained", data__language="en").count() == 4
    assert {model.language for model in newest_models()} == {"en", "es"}


def test_learning_is_due_when_decisions_have_become_half_as_many_again() -> None:
    an_agency()
    a_general_question()
    version = an_enquiry_type("library-card", service=a_service())
    train_triage_when_due(0)
    assert TriageModel.objects.count() == 2
    with clock.frozen(clock.now() + timedelta(hours=1)):
        decide(version, ("How do I get a library card?",), times=19)
        assert not is_learning_due()
        decide(version, ("How do I get a library card?",), times=1)
        assert is_learning_due()
        train_triage_when_due(0)
    assert newest_models().get(language="en").decisions == 20
    assert not is_learning_due()


def test_what_staff_decided_is_learned_and_what_customers_withdrew_is_not() -> None:
    an_agency()
    ana = an_adviser()
    library = an_enquiry_type("library-card", service=a_service())
    decide(library, ("How do I get a library card?",), times=1)
    moved = a_taken_case(ana, body="There is a hole in the road.")
    a_pothole()
    cases.change_enquiry_type(moved.pk, actor=ana.acting(), code="pothole")
    withdrawn = a_case(library, body="Never mind about the card.")
    visitor = public_site(proven_case_ids=frozenset({withdrawn.pk}))
    cases.withdraw_case(withdrawn.pk, actor=visitor)
    a_case(library, body="Is still open and undecided.")
    decisions = {(each.words, each.code) for each in newest_decisions("en", 50)}
    assert decisions == {
        ("Good morning. How do I get a library card?", "library-card"),
        ("There is a hole in the road.", "pothole"),
    }
    assert newest_decisions("es", 50) == []


def test_of_a_form_only_what_somebody_wrote_counts() -> None:
    answers = {
        "name": "Rosa Vale",
        "details": "The heating has been broken since Monday.",
        "people": 3,
        "home": {"city": "Alder"},
    }
    assert words_of("", "What happened?\nThe heating …", answers) == "The heating has been broken since Monday."
    assert words_of("", "Label\nHeating broken", {"details": "Heating broken"}) == "Heating broken"
    assert words_of("Heating", "It is broken.", {}) == "Heating\nIt is broken."


def test_a_case_that_its_owner_may_not_see_any_more_waits_for_those_who_may() -> None:
    an_agency()
    ana = an_adviser()
    case = a_taken_case(ana, body="My benefit payment is missing.")
    a_restricted_type()
    cases.change_enquiry_type(case.pk, actor=ana.acting(), code="benefit-payment-missing")
    follow_enquiry_type(case.pk)
    case.refresh_from_db()
    item = WorkItem.objects.get(case=case)
    assert (case.owner_id, item.state, item.restricted_to_id) == (None, "waiting", case.restricted_to_id)
