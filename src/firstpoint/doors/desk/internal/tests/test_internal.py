"""Staff ask internal services at the desk, and follow what they asked; nobody else sees it but those who answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.test import Client
from django.urls import reverse

from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Case, Outcome
from firstpoint.domain.cases.queries import case_list
from firstpoint.domain.cases.queries.internal import asking_as
from firstpoint.domain.cases.queries.words import find_by_words
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.domain.catalogue import actions as catalogue
from firstpoint.domain.catalogue.models import EnquiryTypeVersion, Service
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_general_question, a_service, an_enquiry_type
from firstpoint.domain.contacts.models import Attachment
from firstpoint.domain.customers import actions as customers
from firstpoint.domain.customers.models import Customer
from firstpoint.domain.customers.queries import customer_list, find_customers, suggest_matches
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.tests.make import an_incoming
from firstpoint.domain.people.models import STAFF_ROLES, SYSTEM, Notice, Role, User, public_site
from firstpoint.domain.people.tests.make import a_department, a_member_of_staff, a_supervisor, an_adviser, an_editor
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import WorkItem
from firstpoint.doors.desk.tests.make import a_desk_of

pytestmark = pytest.mark.django_db
SECRET = "Payslipquirk"


def an_internal_type(code: str = "payslip", home: str = "payroll") -> EnquiryTypeVersion:
    """Return an enquiry type for staff, answered by a department of its own."""
    a_catalogue()
    department = a_department(home, home.capitalize(), home.capitalize())
    service = Service.objects.filter(code=home).first() or a_service(
        home, f"{SECRET} {home}", f"{SECRET} {home}", department=department, audience="staff"
    )
    return an_enquiry_type(code, service=service, department=department, audience="staff")


def ask(user: User, code: str = "payslip", words: str = "My payslip is wrong.") -> Case:
    """Let somebody ask through the desk."""
    desk = a_desk_of(user)
    page = desk.get(reverse("desk:internal_form", args=[code]))
    assert page.status_code == 200
    response = desk.post(reverse("desk:internal_form", args=[code]), {"question": words, "showing": "one"})
    assert response.status_code == 302, response.content.decode()
    return Case.objects.order_by("-pk")[0]


@pytest.mark.req("SS-11")
def test_somebody_asks_reads_the_answer_writes_again_and_withdraws() -> None:
    an_internal_type()
    editor, clerk = an_editor(), an_adviser(departments=[a_department("payroll")])
    assert SECRET in a_desk_of(editor).get(reverse("desk:internal")).content.decode()
    case = ask(editor)
    assert case.customer.staff == editor
    assert case.restricted_to.code == "payroll"
    routing.take(WorkItem.objects.get(case=case).pk, actor=clerk.acting())
    cases.answer_case(case.pk, actor=clerk.acting(), body="It is put right.")
    assert Notice.objects.get(user=editor).case_id == case.pk
    desk, address = a_desk_of(editor), reverse("desk:internal_case", args=[case.reference])
    assert "It is put right." in desk.get(address).content.decode()
    assert case.reference in desk.get(reverse("desk:notices")).content.decode()
    opened = desk.post(reverse("desk:notice", args=[Notice.objects.get(user=editor).pk]))
    assert opened.headers["Location"] == address
    desk.post(reverse("desk:internal_message", args=[case.reference]), {"message": "Thank you.", "showing": "two"})
    assert "Thank you." in desk.get(address).content.decode()
    desk.post(reverse("desk:internal_withdraw", args=[case.reference]))
    case.refresh_from_db()
    assert case.outcome == Outcome.WITHDRAWN
    assert SECRET not in desk.get(reverse("desk:customers")).content.decode()


def test_two_clicks_are_one_case_and_what_is_missing_is_said() -> None:
    an_internal_type()
    editor = an_editor()
    assert ask(editor) == ask(editor)
    page = a_desk_of(editor).post(reverse("desk:internal_form", args=["payslip"]), {"question": ""})
    assert page.status_code == 422
    page = a_desk_of(editor).post(
        reverse("desk:internal_message", args=[Case.objects.get().reference]), {"message": " "}
    )
    assert page.status_code == 422


@pytest.mark.req("SS-11")
def test_the_public_site_shows_nothing_internal(client: Client) -> None:
    an_internal_type()
    case = ask(an_editor(), words="xylograph on my payslip")
    paths = [
        "/en/",
        "/en/services/",
        "/en/search/?q=payslip",
        f"/en/search/?q={SECRET}+payroll",
        "/sitemap.xml",
        "/en/ask/",
    ]
    for path in paths:
        page = b"".join(client.get(path, follow=True)).decode()
        assert SECRET in path or SECRET not in page, path
        assert "/forms/payslip/" not in page, path
        assert "/services/payroll/" not in page, path
    for path in ("/en/services/payroll/", "/en/forms/payslip/"):
        assert client.get(path).status_code == 404
    assert client.post("/en/forms/payslip/", {"question": "x"}).status_code == 404
    assert client.post("/en/forms/payslip/save/", {"question": "x"}).status_code == 404
    with pytest.raises(NotFound):
        cases.prove_case_by_secret(case.reference, "", actor=public_site())


def test_nobody_brings_something_internal_in_but_for_themselves() -> None:
    an_internal_type()
    editor = an_editor()
    with pytest.raises(NotFound):
        intake.take_in(an_incoming(enquiry_type="payslip"), actor=public_site(), external_id="a")
    with pytest.raises(NotPermitted):
        intake.take_in(an_incoming(enquiry_type="payslip", staff_id=editor.pk), actor=public_site(), external_id="b")
    with pytest.raises(NotFound):
        intake.take_in(an_incoming(staff_id=editor.pk), actor=asking_as(editor), external_id="c")


def test_what_staff_and_the_public_ask_is_kept_apart() -> None:
    an_internal_type()
    clerk = a_supervisor(departments=[a_department("payroll")])
    mine, theirs = ask(an_editor()), a_case()
    acting = clerk.acting()
    for case in (mine, theirs):
        routing.take(WorkItem.objects.get(case=case).pk, actor=acting)
    with pytest.raises(DomainError, match="kept apart"):
        cases.link_case(mine.pk, theirs.pk, actor=acting)
    for case, code in ((mine, "library-card"), (theirs, "payslip")):
        with pytest.raises(NotFound):
            routing.retype_case(case.pk, actor=acting, code=code)
    with pytest.raises(NotFound):
        customers.merge_customers(theirs.customer_id, mine.customer_id, actor=acting, evidence=[])
    with pytest.raises(DomainError, match="member of staff"):
        customers.add_contact_point(mine.customer_id, actor=acting, kind="email", value="x@mail.example")
    assert mine.customer not in customer_list(acting)
    assert not suggest_matches(acting, mine.customer)
    same_name = customers.identify(actor=SYSTEM, name=mine.customer.name, email="", phone="+15555550100", language="en")
    assert same_name is not None
    assert same_name != mine.customer
    assert mine.customer not in [match.customer for match in suggest_matches(acting, same_name)]


def test_whom_an_enquiry_type_is_for_never_changes() -> None:
    internal = an_internal_type()
    assert internal.enquiry_type.is_restricted
    for code, audience, match in (
        ("payslip", "public", "cannot change"),
        ("general-question", "staff", "cannot change"),
    ):
        version = internal if code == "payslip" else a_general_question()
        with pytest.raises(DomainError, match=match):
            catalogue.publish_enquiry_type(
                code,
                actor=SYSTEM,
                service=None,
                department=version.enquiry_type.department,
                audience=audience,
                **{
                    name: getattr(version, name)
                    for name in ("name", "summary", "process_category", "tier", "queue", "calendar", "steps")
                },
                first_answer_minutes=version.first_answer_minutes,
                resolution_minutes=version.resolution_minutes,
            )


STAFF = st.tuples(
    st.frozensets(st.sampled_from(STAFF_ROLES), min_size=1, max_size=2),
    st.frozensets(st.sampled_from(("payroll", "helpdesk"))),
    st.booleans(),
)


@pytest.mark.req("SS-11")
@pytest.mark.req("PV-02")
def test_nobody_sees_what_others_asked_but_those_who_answer_it() -> None:
    an_internal_type()
    an_internal_type("laptop", "helpdesk")
    asker = an_editor(name="Quirina Vandeleur")
    asked = {"payroll": ask(asker, words="About xword1"), "helpdesk": ask(asker, "laptop", "About xword2")}
    file = Attachment.objects.first()
    assert file is None

    @settings(max_examples=10)
    @given(STAFF)
    def holds(someone: tuple[frozenset[Role], frozenset[str], bool]) -> None:
        roles, homes, is_asker = someone
        user = (
            asker if is_asker else a_member_of_staff(*roles, tier=1, departments=[a_department(one) for one in homes])
        )
        actor, desk = user.acting(), a_desk_of(user)
        reads = bool(actor.roles & {Role.ADVISER, Role.SUPERVISOR, Role.AUDITOR})
        homes = frozenset() if is_asker else homes
        for number, (home, case) in enumerate(asked.items(), 1):
            answers = reads and home in homes
            assert visible_to(actor).filter(pk=case.pk).exists() == answers
            assert (case in case_list(actor)) == answers
            assert bool(find_by_words(actor, f"xword{number}")) == answers
            assert desk.get(reverse("desk:case", args=[case.reference])).status_code == (200 if answers else 404)
            own = desk.get(reverse("desk:internal_case", args=[case.reference])).status_code
            assert own == (200 if is_asker else 404)
            for path in ("internal_message", "internal_withdraw"):
                if not is_asker:
                    assert (
                        desk.post(reverse(f"desk:{path}", args=[case.reference]), {"message": "x"}).status_code == 404
                    )
            listed = case.reference in desk.get(reverse("desk:internal")).content.decode()
            assert listed == is_asker
        customer = Customer.objects.get(staff=asker)
        knows = reads and bool(homes)
        assert (customer in find_customers(actor, "vandeleur").customers) == knows
        page = desk.get(reverse("desk:customer", args=[customer.pk]))
        assert page.status_code == (200 if knows else 404)
        shown = {home for home, case in asked.items() if case.reference in page.content.decode()}
        assert shown == (homes if knows else set())
        assert "Vandeleur" not in desk.get(reverse("desk:customers")).content.decode().replace(user.name, "")

    holds()
