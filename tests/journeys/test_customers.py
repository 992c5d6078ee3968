"""An adviser finds somebody who is known twice, merges the two, takes them apart, changes the facts and checks who it is."""

import pytest

from tests.journeys.asking import ask, new_address
from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.xdist_group("journeys")


def find(adviser: Visitor, typed: str) -> None:
    """Search for a customer from the bar of any page."""
    adviser.page.locator("#bar-search").fill(typed)
    with adviser.page.expect_navigation():
        adviser.page.locator(".desk-search button").click()
    adviser.look()


@pytest.mark.req("CU-01")
@pytest.mark.req("CU-03")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize(
    ("who", "size", "language"), [("ben", NARROW, "en"), ("ana", WIDE, "es")], ids=["narrow", "wide"]
)
def test_two_who_are_one_are_merged_and_taken_apart(
    visit: Visit, who: str, size: tuple[int, int], language: str
) -> None:
    customer, email, adviser = visit(script=False), new_address(), visit(size=size, language=language, staff=who)
    # A family of their own for each run, so that nobody else is called so.
    family = "Abara" + email.removeprefix("lee").partition("@")[0].translate(str.maketrans("0123456789", "abcdefghij"))
    references = [
        ask(customer, f"Question of {name}", email=email, name=name)
        for name in (f"Ngozi {family}", f"Ngozi I. {family}")
    ]
    adviser.go("/desk/customers/", look=False)
    find(adviser, f"{family.lower()} ngosi")
    assert family.lower() not in adviser.page.url.lower()
    found = adviser.page.url
    with adviser.page.expect_navigation():
        adviser.page.locator("table").get_by_role("link", name=f"Ngozi {family}", exact=True).click()
    adviser.look()
    adviser.page.go_back()
    assert adviser.page.url == found
    assert f"Ngozi I. {family}" in adviser.text()
    adviser.page.go_forward()
    with adviser.page.expect_navigation():
        adviser.page.locator("aside a[href*='/compare/']").first.click()
    adviser.look()
    adviser.press("Merge them into this customer")
    assert all(reference in adviser.text() for reference in references)
    adviser.press("Undo the merge")
    assert not all(reference in adviser.text() for reference in references)


@pytest.mark.req("CU-02")
@pytest.mark.req("CU-05")
@pytest.mark.req("AX-01")
@pytest.mark.parametrize(
    ("who", "size", "language"), [("ana", NARROW, "es"), ("ben", WIDE, "en")], ids=["narrow", "wide"]
)
def test_a_new_address_is_on_the_case_and_the_customer_proves_who_they_are(
    visit: Visit, who: str, size: tuple[int, int], language: str
) -> None:
    customer, adviser = visit(script=False), visit(size=size, language=language, staff=who)
    reference = ask(customer, "I have moved house.", email=new_address(), name="Tomás Ibáñez")
    adviser.go(f"/desk/cases/{reference}/", look=False)
    with adviser.page.expect_navigation():
        adviser.page.locator("aside a[href*='/customers/']").first.click()
    adviser.press("Change the facts", role="link")
    adviser.page.locator("summary").filter(has_text=adviser.say("New address")).click()
    adviser.fill(lines_line1="12 Mill Street", lines_city="Alder", lines_state="NY", lines_postal_code="1")
    adviser.press("Add the address")
    adviser.fill(lines_postal_code="12345")
    adviser.press("Add the address")
    adviser.go(f"/desk/cases/{reference}/", look=False)
    assert "12 Mill Street" in adviser.text()
    adviser.page.go_back()
    adviser.press("Check who they are", role="link")
    for answer in adviser.page.locator("main select").all():
        answer.select_option("right")
    adviser.press("Note the answers")
    adviser.reads("The customer has proved who they are.")
