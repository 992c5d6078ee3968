"""Staff ask a service of their own, and follow what they asked."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, reference_in

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("SS-11")]


@pytest.mark.parametrize(
    ("size", "staff", "language", "service"),
    [
        (NARROW, "ben", "en", "My computer or phone does not work"),
        (WIDE, "luz", "es", "Mi computadora o mi teléfono no funciona"),
    ],
    ids=["narrow-en", "wide-es"],
)
def test_somebody_asks_follows_adds_and_withdraws(
    visit: Visit, size: tuple[int, int], staff: str, language: str, service: str
) -> None:
    asker = visit(size=size, language=language, staff=staff)
    asker.go("/desk/internal/")
    asker.press(service, role="link")
    asker.press("Send")
    assert asker.page.locator("[data-error-summary]").count() == 1
    asker.page.locator("[name=device]").first.check()
    asker.fill(what_happens="The screen stays dark. " + "x" * 200)
    asker.page.locator("[name=can_work]").first.check()
    asker.press("Send")
    reference = reference_in(asker.text())
    asker.page.locator("main [name=message], main textarea").first.fill("It is on again.")
    asker.press("Send")
    assert "It is on again." in asker.text()
    asker.press("Withdraw this case")
    asker.go("/desk/internal/")
    assert reference in asker.text()
    # The public's site knows nothing of it.
    asker.go("forms/staff-computer-problem/", look=False, status=404)
