"""A form is saved, its link opens with a code only, and it is sent from where it was left."""

from datetime import timedelta

import pytest

from tests.journeys.asking import new_address
from tests.journeys.conftest import Visit
from tests.journeys.servers import Servers
from tests.journeys.visitor import NARROW, WIDE, reference_in

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.req("SS-06")
@pytest.mark.parametrize(
    ("size", "language", "script"),
    [(NARROW, "es", False), (WIDE, "en", True)],
    ids=["narrow-es-without-script", "wide-en"],
)
def test_a_form_is_saved_and_finished_later(
    visit: Visit, servers: Servers, size: tuple[int, int], language: str, script: bool
) -> None:
    visitor, email = visit(size=size, language=language, script=script), new_address()
    visitor.go("forms/missed-collection/", look=False)
    visitor.press("Save and finish later")
    assert visitor.page.locator("[data-error-summary]").get_by_role("link").count() == 1
    visitor.fill(collection_address_line1="4 Mill Street", missed_on_month="13", reach__email=email)
    visitor.press("Save and finish later")
    link = servers.link_in(servers.latest_mail(email))
    assert "4 Mill Street" not in servers.latest_mail(email)

    later = visit(size=size, language=language, script=script)
    later.go(link)
    assert "4 Mill Street" not in later.page.content()
    later.press("Send me the code")
    later.fill(digits="000000")
    later.press("Go on")
    later.fill(digits=servers.latest_code(email))
    later.press("Go on")
    assert later.page.locator("[name=collection_address_line1]").input_value() == "4 Mill Street"
    assert later.page.locator("[name=missed_on_month]").input_value() == "13"
    assert later.page.locator("[name=reach-email]").input_value() == email
    later.page.locator("[name=material]").first.check(force=True)
    later.fill(
        collection_address_city="Alder",
        collection_address_state="NY",
        collection_address_postal_code="12345",
        missed_on_month="3",
        missed_on_day="2",
        missed_on_year="2026",
        reach__name="Lee Moran",
    )
    for name in ("out_by_six", "tag_left"):
        later.page.locator(f"[name={name}][value=no]").check(force=True)
    later.press("Send")
    assert reference_in(later.page.locator(".fp-secret").inner_text())
    later.go(link, status=410)


@pytest.mark.req("SS-06")
def test_the_link_to_a_saved_form_expires(visit: Visit, servers: Servers) -> None:
    visitor, email = visit(size=NARROW), new_address()
    visitor.go("ask/", look=False)
    visitor.fill(question="Later perhaps", reach__email=email)
    visitor.press("Save and finish later", look=False)
    link = servers.link_in(servers.latest_mail(email))
    with servers.later(timedelta(days=100)):
        visitor.go(link, status=410)
