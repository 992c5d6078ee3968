"""An administrator builds a form at the desk, looks at it as the public will, and publishes it; the site asks it at once."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.req("SS-06"), pytest.mark.req("SV-03")]

SETUP = "/desk/setup/"
_numbers = count(1)


def add(writer: Visitor, form: str, kind: str, **words: str) -> None:
    """Add a question of a kind, by the form at the end of the list."""
    writer.go(form, look=False)
    writer.page.locator("select[name=kind]").select_option(kind)
    writer.press("Add a question")
    writer.fill(**words)
    writer.press("Save", look=False)


@pytest.mark.parametrize(
    ("who", "language", "size", "script"),
    [
        ("sue", "en", WIDE, True),
        ("rita", "es", NARROW, True),
        ("sue", "en", NARROW, False),
        ("rita", "es", WIDE, False),
    ],
    ids=["wide-en", "narrow-es", "narrow-en-no-script", "wide-es-no-script"],
)
def test_a_form_is_built_previewed_and_published(
    visit: Visit, who: str, language: str, size: tuple[int, int], script: bool
) -> None:
    writer = visit(staff=who, size=size, language=language, script=script)
    code = f"tree-{next(_numbers)}"
    writer.go(SETUP)
    writer.go(f"{SETUP}enquiry-types/new/")
    writer.fill(code=code, name_en="A tree is down", name_es="Un árbol caído")
    writer.press("Begin the draft")
    writer.fill(summary_en="Tell us where.", summary_es="Díganos dónde.", first_answer_minutes="60")
    writer.press("Save the draft", look=False)
    base = f"{SETUP}enquiry-types/type/{code}/"
    writer.go(f"{base}steps/")
    writer.press("Add a step", role="link")
    writer.fill(name_en="Received", name_es="Recibido")
    writer.press("Save")

    add(writer, f"{base}form/", "location", label_en="Where is it?", label_es="¿Dónde está?")
    choices = {"option0_en": "Road", "option0_es": "Calle", "option1_en": "Park", "option1_es": "Parque"}
    add(writer, f"{base}form/", "choice", label_en="What is blocked?", label_es="¿Qué está bloqueado?", **choices)
    add(writer, f"{base}form/", "text", label_en="Which park?", label_es="¿Qué parque?")
    writer.go(f"{base}form/item/which_park/", look=False)
    writer.page.locator("[name=shown_if][value='what_is_blocked:park']").check(force=True)
    writer.press("Save")

    # A question that comes before what it hangs on is told, where it stands.
    item = writer.page.locator("#part-what_is_blocked form[action$='/move/']")
    with writer.page.expect_navigation():
        item.locator("button[value=down]").click()
    writer.look()
    expect(writer.page.locator("#part-which_park .usa-error-message")).to_be_visible()
    with writer.page.expect_navigation():
        writer.page.locator("#part-what_is_blocked button[value=up]").click()
    expect(writer.page.locator(".has-problem")).to_have_count(0)

    reader = visit(size=size, language=language, script=script)
    preview = writer.page.locator(f"a[hreflang={language}][href*='/previews/']").get_attribute("href")
    assert preview
    reader.go(preview)
    assert ("What is blocked?" if language == "en" else "¿Qué está bloqueado?") in reader.text()
    reader.go(f"forms/{code}/", status=404, look=False)

    writer.go(f"{base}publish/")
    writer.fill(why="Storms")
    writer.press("Publish")
    reader.go(f"forms/{code}/")
    assert ("Where is it?" if language == "en" else "¿Dónde está?") in reader.text()
    writer.go(f"{SETUP}history/enquiry_types/{code}/")
    assert "Storms" in writer.text()


@pytest.mark.req("SV-01")
@pytest.mark.req("SV-02")
@pytest.mark.parametrize(("who", "language", "size"), [("sue", "en", WIDE), ("rita", "es", NARROW)], ids=["en", "es"])
def test_the_catalogue_is_looked_at_from_every_side(
    visit: Visit, who: str, language: str, size: tuple[int, int]
) -> None:
    reader = visit(staff=who, size=size, language=language)
    for section in ("services", "occasions", "queues", "skills", "calendars", "departments"):
        reader.go(f"{SETUP}rows/{section}/")
        first = reader.page.locator("main tbody a")
        if first.count():
            with reader.page.expect_navigation():
                first.first.click()
            reader.look()
    for path in ("map/", "agency/", "escalations/", "import/", "enquiry-types/", "enquiry-types/type/pothole/"):
        reader.go(f"{SETUP}{path}")
    reader.go(f"{SETUP}rows/services/row/libraries/", look=False)
    reader.fill(annual_demand=str(50_000 + size[0]), why="Counted")
    reader.press("Save", look=False)
    reader.go(f"{SETUP}history/services/libraries/")
    if size == WIDE:
        reader.go(f"{SETUP}map/", look=False)
        reader.page.emulate_media(media="print")
        printed = reader.page.pdf(format="A4", landscape=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= 1
