"""An article is published: versions by language, none when nothing changed, translations tied to their source."""

import pytest

from firstpoint.core.errors import DomainError, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import an_occasion
from firstpoint.domain.knowledge.actions import publish_article, relate_articles, vote
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor

pytestmark = pytest.mark.django_db


def test_a_new_article_has_a_version_per_language_and_one_event() -> None:
    article = an_article("bill", spanish(), english())
    assert set(article.versions.values_list("language", "number", "is_published")) == {
        ("en", 1, True),
        ("es", 1, True),
    }
    event = Event.objects.get(type="article.published")
    assert event.subject_id == article.pk
    assert event.data == {"is_new": True, "languages": "en+es"}


def test_publishing_the_same_again_changes_nothing() -> None:
    for _time in range(2):
        article = an_article("bill", english(keywords=("tap",)), most_asked=3, occasions=[an_occasion()])
    assert article.versions.count() == 1
    assert Event.objects.filter(type="article.published").count() == 1


def test_changed_words_make_a_version_and_take_down_the_former_one() -> None:
    an_article("bill", english(), spanish())
    article = an_article("bill", english(body="Pay by mail."))
    assert list(article.versions.filter(language="en").order_by("number").values_list("number", "is_published")) == [
        (1, False),
        (2, True),
    ]
    assert article.versions.get(language="es").is_published


def test_a_translation_is_tied_to_the_version_that_it_translates() -> None:
    article = an_article("bill", spanish(), english())
    an_article("bill", english(body="Pay by mail."))
    first, second = article.versions.filter(language="en").order_by("number")
    assert article.versions.get(language="es").translates == first
    an_article("bill", spanish(body="Pague por correo."))
    assert article.versions.get(language="es", is_published=True).translates == second


def test_facts_that_are_not_given_stay() -> None:
    an_article("bill", audience=Audience.STAFF, most_asked=2)
    article = an_article("bill", most_asked=5)
    assert (article.audience, article.most_asked) == (Audience.STAFF, 5)


@pytest.mark.parametrize(
    "words",
    [
        english(title=" "),
        english(body=" \n"),
        english(title="x" * 501),
        english(summary="x" * 501),
        english(body="x" * 100_001),
        english(body="[only]: https://a.example"),
    ],
)
def test_words_that_nobody_could_read_are_refused(words: object) -> None:
    with pytest.raises(DomainError):
        an_article("bill", words)  # type: ignore[arg-type]


def test_only_editors_publish() -> None:
    publish_article("bill", actor=an_editor().acting(), words=[english()])
    for actor in (an_adviser().acting(), public_site()):
        with pytest.raises(NotPermitted):
            publish_article("bill", actor=actor, words=[english(body="Other.")])


def test_articles_are_related() -> None:
    bill, leak = an_article("bill"), an_article("leak")
    for _time in range(2):
        relate_articles(bill, actor=SYSTEM, related=[leak])
    assert list(bill.related.all()) == [leak]
    assert Event.objects.filter(type="article.related").count() == 1
    with pytest.raises(DomainError):
        relate_articles(bill, actor=SYSTEM, related=[bill])


def test_a_vote_is_an_event_about_the_version_that_was_read() -> None:
    article = an_article("bill", english(), spanish())
    vote("bill", actor=public_site(), language="es", helpful=False)
    event = Event.objects.get(type="article.voted")
    assert event.data == {"helpful": False, "version": article.versions.get(language="es").pk}
