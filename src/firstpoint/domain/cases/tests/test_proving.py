"""A visitor proves a right to a case with a code or the secret, and learns nothing of cases that are not theirs."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from firstpoint.core import clock
from firstpoint.core.errors import NotFound
from firstpoint.core.models import Event
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.tests.make import a_case, an_anonymous_case
from firstpoint.domain.customers.actions import WrongCode, digits_of
from firstpoint.domain.customers.models import CodePurpose, ContactPoint, OneTimeCode
from firstpoint.domain.people.models import public_site

pytestmark = pytest.mark.django_db
VISITOR = public_site(language="en")


def request_code(case: Case, value: str = "rosa@mail.example", kind: str = "email") -> OneTimeCode:
    return actions.request_tracking_code(actor=VISITOR, reference=case.reference, kind=kind, value=value, language="en")


def test_a_code_opens_its_case_and_verifies_the_contact_point() -> None:
    case = a_case()
    a_case(email="other@mail.example")
    again = a_case()
    assert again.customer == case.customer
    for wanted in (case, again):
        code = request_code(wanted)
        assert (code.destination, code.subject_id) == ("rosa@mail.example", wanted.pk)
        assert actions.prove_case_by_code(code.pk, digits_of(code), actor=VISITOR) == wanted
    assert case.customer.contact_points.get().verified_at == clock.now()
    assert Event.objects.filter(type="contact_point.verified").count() == 1
    assert Event.objects.filter(type="case.proved", case_id=case.pk).get().data == {"how": "code"}


def test_asking_with_what_does_not_belong_looks_the_same_and_sends_nothing() -> None:
    case, other = a_case(), a_case(name="Bo", email="bo@mail.example")
    anonymous = an_anonymous_case()
    for wrong in (
        request_code(case, "bo@mail.example"),
        request_code(other),
        request_code(case, "rosa@mail.example", kind="phone"),
        request_code(anonymous),
        request_code(anonymous, ""),
        request_code(Case(reference="K7M-4QX-2WPM")),
        request_code(Case(reference="")),
    ):
        assert (wrong.destination, wrong.subject_id, wrong.purpose) == ("", None, CodePurpose.TRACK)
        assert ProcrastinateJob.objects.filter(task_name="deliver_code", args={"subject_id": wrong.pk}).exists()
        with pytest.raises(WrongCode):
            actions.prove_case_by_code(wrong.pk, digits_of(wrong), actor=VISITOR)


def test_somebody_who_knows_name_and_address_cannot_add_a_way_to_the_others_cases() -> None:
    """Giving somebody's name and one contact point must not tie a further contact point to them."""
    case = a_case(email="", phone="+15555550123")
    a_case(email="thief@mail.example", phone="+15555550123")
    assert not request_code(case, "thief@mail.example").destination
    assert not ContactPoint.objects.filter(customer=case.customer, value="thief@mail.example").exists()


def test_a_code_for_something_else_opens_no_case() -> None:
    case = a_case()
    code = request_code(case)
    OneTimeCode.objects.filter(pk=code.pk).update(purpose=CodePurpose.DRAFT)
    with pytest.raises(WrongCode):
        actions.prove_case_by_code(code.pk, digits_of(code), actor=VISITOR)


def test_the_secret_opens_the_case_of_somebody_without_a_contact_point() -> None:
    case = an_anonymous_case("K7M4-QX2W-PH93-R6YK")
    assert actions.prove_case_by_secret(case.reference, "K7M4-QX2W-PH93-R6YK", actor=VISITOR) == case
    assert "K7M4" not in case.secret_hash
    assert Event.objects.get(type="case.proved").data == {"how": "secret"}


@pytest.mark.parametrize("secret", ["", "K7M4-QX2W-PH93-R6YX", "k7m4-qx2w-ph93-r6yk", "é", "x" * 500])
def test_a_wrong_secret_and_a_wrong_reference_are_told_alike(secret: str) -> None:
    case, without = an_anonymous_case("K7M4-QX2W-PH93-R6YK"), a_case()
    for reference in (case.reference, without.reference, "K7M-4QX-2WPM", ""):
        with pytest.raises(NotFound):
            actions.prove_case_by_secret(reference, secret, actor=VISITOR)
    assert not Event.objects.filter(type="case.proved").exists()


def test_an_old_code_opens_nothing() -> None:
    case = a_case()
    code = request_code(case)
    with clock.frozen(clock.now() + timedelta(minutes=15)), pytest.raises(WrongCode):
        actions.prove_case_by_code(code.pk, digits_of(code), actor=VISITOR)
