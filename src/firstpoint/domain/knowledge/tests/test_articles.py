"""Articles as readers see them: in their language where there is one, and only what they may see."""

import pytest

from firstpoint.core.errors import NotFound
from firstpoint.domain.catalogue.tests.make import a_service, an_enquiry_type, an_occasion
from firstpoint.domain.knowledge.actions import relate_articles
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries import articles_of_occasion, articles_of_service, get_article, most_asked
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


def test_an_article_is_read_in_the_readers_language_or_in_another() -> None:
    an_article("both", english(), spanish())
    an_article("english-only")
    page = get_article(public_site(), "both", "es")
    assert (page.title, page.is_in_another_language, page.languages) == ("Pague el agua", False, ("en", "es"))
    page = get_article(public_site(), "english-only", "es")
    assert (page.language, page.is_in_another_language, page.languages) == ("en", True, ("en",))


def test_what_belongs_to_it_stands_beside_it() -> None:
    service, kind = a_service(), an_enquiry_type("pothole").enquiry_type
    article = an_article("bill", service=service, enquiry_type=kind)
    others = [an_article("leak"), an_article("script", audience=Audience.STAFF)]
    relate_articles(article, actor=SYSTEM, related=others)
    page = get_article(public_site(), "bill", "en")
    assert page.service == service
    assert (page.enquiry_type_code, page.enquiry_type_name) == ("pothole", {"en": "Pothole", "es": "Pothole (es)"})
    assert [version.article.slug for version in page.related] == ["leak"]


def test_staff_articles_are_hidden_from_the_public_everywhere() -> None:
    facts = {"service": a_service(), "occasions": [an_occasion()], "most_asked": 1, "audience": Audience.STAFF}
    an_article("script", **facts)
    for actor, expected in ((public_site(), 0), (an_adviser().acting(), 1)):
        assert articles_of_service(actor, a_service(), "en").count() == expected
        assert articles_of_occasion(actor, an_occasion(), "en").count() == expected
        assert len(most_asked(actor, "en")) == expected
    with pytest.raises(NotFound):
        get_article(public_site(), "script", "en")


def test_most_asked_come_by_rank_one_version_each() -> None:
    an_article("second", english(), spanish(), most_asked=2)
    an_article("first", english(), spanish(), most_asked=1)
    an_article("third", english(), most_asked=3)
    an_article("unranked")
    listed = most_asked(public_site(), "es", 10)
    assert [(version.article.slug, version.language) for version in listed] == [
        ("first", "es"),
        ("second", "es"),
        ("third", "en"),
    ]
