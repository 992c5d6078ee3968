"""Many articles are published at once: the same rows as one by one, as few statements for many as for some."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from firstpoint.core.errors import DomainError
from firstpoint.core.models import Event
from firstpoint.core.published import revision
from firstpoint.domain.catalogue.models import Occasion
from firstpoint.domain.catalogue.tests.make import a_service, an_occasion
from firstpoint.domain.knowledge.actions import (
    Publication,
    Refused,
    Words,
    change_facts,
    count_words,
    publish_article,
    publish_articles,
    put_back_article,
    rename_article,
    withdraw_article,
)
from firstpoint.domain.knowledge.models import (
    Article,
    ArticleVersion,
    Audience,
    Collection,
    CountChange,
    Posting,
    Spelling,
    Stem,
)
from firstpoint.domain.knowledge.queries.words import codes_of, composed, words_and_codes, words_in
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM

TEXTS = st.lists(
    st.sampled_from(["Pay", "the water", "bill,", "form W-9", "(555) 555-0142", "**árbol**", "12 404", "giraffes"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    """Draw an article in one or two languages, with some facts."""
    languages = draw(st.lists(st.sampled_from(["en", "es"]), min_size=1, max_size=2, unique=True))
    words = [
        Words(
            language,
            draw(TEXTS),
            draw(TEXTS),
            keywords=tuple(draw(st.lists(TEXTS, max_size=2))),
            staff_body=draw(st.none() | TEXTS),
        )
        for language in languages
    ]
    facts: dict[str, Any] = {}
    if draw(st.booleans()):
        facts["audience"] = draw(st.sampled_from(Audience.values))
    if draw(st.booleans()):
        facts["most_asked"] = draw(st.integers(1, 9))
    if draw(st.booleans()):
        facts["occasions"] = draw(st.lists(st.sampled_from(["moving", "birth"]), unique=True))
    return Publication(draw(st.sampled_from(["bill", "leak", "tree", "bus"])), words, facts)  # type: ignore[arg-type]


BATCHES = st.lists(st.lists(publications(), max_size=4, unique_by=lambda each: each.slug), min_size=1, max_size=3)


def with_occasions(batches: list[list[Publication]]) -> list[list[Publication]]:
    """Put the life events in place of their codes."""
    by_code = {code: Occasion.objects.get(code=code) for code in ("moving", "birth")}
    for each in (each for batch in batches for each in batch):
        if "occasions" in each.facts:
            each.facts["occasions"] = [by_code[getattr(code, "code", code)] for code in each.facts["occasions"]]
    return batches


def stored() -> dict[str, Any]:
    """Return what there is of knowledge, by names in place of ids."""
    version = ("article__slug", "language", "number")
    return {
        "articles": sorted(Article.objects.values_list("slug", "audience", "most_asked")),
        "occasions": sorted(Article.objects.filter(occasions__isnull=False).values_list("slug", "occasions__code")),
        "versions": sorted(
            ArticleVersion.objects.values_list(
                *version, "title", "html", "text", "staff_text", "is_published", "translates__number"
            ),
            key=repr,
        ),
        "postings": sorted(
            Posting.objects.values_list(
                *(f"version__{name}" for name in version), "stem", "audience", "title", "body", "length"
            )
        ),
        "events": sorted(
            Event.objects.filter(type="article.published").values_list("data__is_new", "data__languages", "at")
        ),
    }


def counted() -> dict[str, Any]:
    """Return what was counted of the words."""
    return {
        "stems": sorted(Stem.objects.values_list("language", "stem", "versions")),
        "spellings": sorted(Spelling.objects.values_list("language", "audience", "word", "versions")),
        "collections": sorted(
            (language, versions, round(average, 6))
            for language, versions, average in Collection.objects.values_list("language", "versions", "average_length")
            if versions
        ),
    }


class TestMany(TestCase):
    def setUp(self) -> None:
        an_occasion("moving")
        an_occasion("birth")

    @given(BATCHES)
    def test_many_at_once_are_stored_as_one_by_one(self, batches: list[list[Publication]]) -> None:
        with_occasions(batches)
        with transaction.atomic():
            for batch in batches:
                publish_articles(batch, actor=SYSTEM)
            at_once = stored()
            transaction.set_rollback(True)
        for batch in batches:
            for each in batch:
                publish_article(each.slug, actor=SYSTEM, words=each.words, **each.facts)
        assert stored() == at_once

    @given(BATCHES, st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4))
    def test_changes_add_up_to_what_counting_everything_finds(
        self, batches: list[list[Publication]], others: list[tuple[int, int]]
    ) -> None:
        for batch in with_occasions(batches):
            publish_articles(batch, actor=SYSTEM)
            count_words(actor=SYSTEM)
        for place, what in others:
            articles = list(Article.objects.order_by("slug"))
            if articles:
                _do(articles[place % len(articles)], what)
        count_words(actor=SYSTEM)
        added_up = counted()
        count_words(actor=SYSTEM, anew=True)
        assert counted() == added_up
        assert not CountChange.objects.exists()


def _do(article: Article, what: int) -> None:
    is_published = article.versions.filter(is_published=True).exists()
    if what == 0 and is_published:
        withdraw_article(article, actor=SYSTEM)
    elif what == 1 and not is_published:
        put_back_article(article, actor=SYSTEM)
    elif what == 2:
        other = Audience.STAFF if article.audience == Audience.PUBLIC else Audience.PUBLIC
        change_facts(article, actor=SYSTEM, changes=article.changes, audience=other)
    elif what == 3:
        count_words(actor=SYSTEM)


def statements(count: int, body: str) -> int:
    """Publish so many articles at once and return in how many statements."""
    service, occasion = a_service("water"), an_occasion("moving")
    many = [
        Publication(
            f"article-{number}",
            [english("Title", body), spanish("Título", body)],
            {"service": service, "occasions": [occasion], "external_id": f"x{number}"},
        )
        for number in range(count)
    ]
    with CaptureQueriesContext(connection) as queries:
        publish_articles(many, actor=SYSTEM)
    return len(queries)


@pytest.mark.django_db
def test_as_few_statements_for_many_as_for_some() -> None:
    new, same, changed = [], [], []
    for count in (3, 40):
        with transaction.atomic():
            statements(1, "A word or two.")
            transaction.set_rollback(True)
        with transaction.atomic():
            new.append(statements(count, "A word."))
            same.append(statements(count, "A word."))
            changed.append(statements(count, "A word or two."))
            assert Event.objects.filter(type="article.published").count() == 2 * count
            transaction.set_rollback(True)
    assert new[0] == new[1] <= 20
    assert same[0] == same[1] <= 6
    assert changed[0] == changed[1] <= 20


@pytest.mark.django_db
def test_the_revision_moves_once_for_many() -> None:
    before = revision()
    with CaptureQueriesContext(connection) as queries:
        publish_articles([Publication(slug, [english()]) for slug in ("bill", "leak", "tree")], actor=SYSTEM)
    assert sum("UPDATE core_revision" in query["sql"] for query in queries) == 1
    assert revision() > before


@pytest.mark.django_db
def test_each_fault_is_told_and_nothing_is_stored() -> None:
    publish_article("tree", actor=SYSTEM, words=[english("Trees", "Old.")])
    with pytest.raises(Refused) as refusal, transaction.atomic():
        publish_articles(
            [
                Publication("bill", [english()]),
                Publication("leak", [english(body=" ")]),
                Publication("tree", [english("Trees", "New.")], {"audience": "nobody"}),
                Publication("bus", [english(), english(body="Other.")]),
                Publication("bill", [english(body="Again.")]),
            ],
            actor=SYSTEM,
        )
    assert set(refusal.value.faults) == {"leak", "tree", "bus", "bill"}
    assert list(ArticleVersion.objects.values_list("article__slug", "body")) == [("tree", "Old.")]


@pytest.mark.django_db
def test_one_fault_is_told_as_itself() -> None:
    with pytest.raises(DomainError, match=r"^The body is empty\.$"):
        publish_article("leak", actor=SYSTEM, words=[english(body=" ")])


@pytest.mark.django_db
def test_an_article_is_known_by_its_former_slug_too() -> None:
    bill = an_article("bill")
    rename_article(bill, actor=SYSTEM, slug="water-bill")
    (known,) = publish_articles([Publication("bill", [english(body="New.")])], actor=SYSTEM)
    assert (known.pk, known.slug) == (bill.pk, "water-bill")
    with pytest.raises(Refused):
        publish_articles([Publication(slug, [english()]) for slug in ("bill", "water-bill")], actor=SYSTEM)


@given(st.text(st.sampled_from("ab1 -./()_,²½9WÉß\u2013"), max_size=60) | st.text(max_size=60))
def test_words_and_codes_are_those_of_the_functions_that_also_say_where(text: str) -> None:
    text = composed(text)
    found = words_in(text)
    words, codes = words_and_codes(text)
    assert words == [word.text for word in found]
    assert sorted(codes) == sorted(codes_of(found, text))
