"""A small help site: an agency, a service with a form, and articles in both languages."""

import pytest

from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service, an_enquiry_type, an_occasion
from firstpoint.domain.knowledge.actions import relate_articles
from firstpoint.domain.knowledge.models import Article, Audience
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM
from firstpoint.doors.public import notebook


@pytest.fixture(autouse=True)
def _empty_notebook() -> None:
    notebook.forget()


@pytest.fixture
def site(db: None) -> Article:
    """Return the article about library cards, on a site that has a little of everything."""
    a_catalogue()
    card = an_article(
        "get-a-library-card",
        english(
            "Get a library card",
            "## How\n\nFill in [the form](form:library-card), or read [about hours](article:library-hours).",
            summary="A card is free.",
            keywords=("membership",),
        ),
        spanish("Obtenga una tarjeta", "Llene [el formulario](form:library-card).", summary="La tarjeta es gratuita."),
        service=a_service(),
        enquiry_type=an_enquiry_type("library-card").enquiry_type,
        occasions=[an_occasion()],
        most_asked=1,
    )
    hours = an_article("library-hours", english("Library hours", "Nine to five."), service=a_service(), kind="faq")
    script = an_article("renew-script", english("Renewals script", "Zanzibar."), audience=Audience.STAFF, most_asked=2)
    relate_articles(card, actor=SYSTEM, related=[hours, script])
    return card
