"""Somebody who does not own a case says why they look, and sees what its matter asks the customer to prove."""

import pytest

from tests.journeys.asking import new_address
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, reference_in

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("PV-02"), pytest.mark.req("CU-05")]

ASKS = """
    UPDATE catalogue_enquirytypeversion SET asks_reason_to_look = true, identity_level = 2
    WHERE id = (SELECT current_version_id FROM catalogue_enquirytype WHERE code = 'compliment')
"""


@pytest.mark.parametrize(
    ("size", "staff", "language"), [(NARROW, "sue", "en"), (WIDE, "pia", "es")], ids=["narrow-en", "wide-es"]
)
def test_a_case_is_shown_to_those_who_say_why(visit: Visit, size: tuple[int, int], staff: str, language: str) -> None:
    customer = visit(script=False)
    customer.servers.change(ASKS)
    customer.go("forms/compliment/", look=False)
    customer.fill(message="Jordan was kind.", reach__name="Lee Moran", reach__email=new_address())
    customer.page.locator("[name=may_share]").first.check()
    customer.press("Send", look=False)
    reference = reference_in(customer.page.locator(".fp-secret").first.inner_text())

    supervisor = visit(size=size, language=language, staff=staff)
    supervisor.go(f"/desk/cases/{reference}/")
    supervisor.reads("Why do you look at this case?")
    assert "Jordan was kind." not in supervisor.text()
    supervisor.press("Show the case")
    supervisor.page.get_by_text(supervisor.say("I look into a complaint")).click()
    supervisor.press("Show the case")
    assert "Jordan was kind." in supervisor.text()
    supervisor.reads("Not proved yet who they are.")
    supervisor.press("Check who they are", role="link")
    supervisor.reads("This matter asks for:")
    supervisor.go(f"/desk/cases/{reference}/", look=False)
    supervisor.press("Everything about them", role="link", look=False)
    supervisor.press("See who looked at this customer, and when", role="link")
    supervisor.reads("I look into a complaint")
