"""Search finds any of the words, in the reader's language, survives whatever is typed, and shows nobody too much."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.published import one_revision
from firstpoint.domain.knowledge.actions import count_words
from firstpoint.domain.knowledge.models import Audience
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.knowledge.queries.passages import find_marks, passage
from firstpoint.domain.knowledge.queries.words import composed, configuration, fold
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


def slugs(text: str, language: str = "en") -> list[str]:
    return [hit.slug for hit in search(public_site(), text, language).hits]


def test_any_word_is_enough_and_titles_weigh_most() -> None:
    an_article("other", english("Libraries", "Read here. A bin stands at the door."))
    an_article("bins", english("Empty my bin", "We come on Mondays."))
    an_article("bus", english("Bus lines", "Where the bus goes."))
    assert slugs("my bin was not emptied yesterday") == ["bins", "other"]


def test_words_are_stemmed_by_the_rules_of_the_language() -> None:
    an_article("taxes", english("Paying taxes", "Pay."), spanish("Pagar impuestos", "Pague."))
    assert slugs("tax payments") == ["taxes"]
    assert slugs("impuesto", "es") == ["taxes"]
    assert slugs("impuesto", "en") == []


def test_accents_do_not_matter_on_either_side() -> None:
    an_article("bins", spanish("Recolección de basura", "La recolección es los lunes."))
    an_article("tree", spanish("Arbol caido", "Llame."))
    assert slugs("recoleccion", "es") == ["bins"]
    assert slugs("árbol caído", "es") == ["tree"]
    assert "<mark>recolección</mark>" in search(public_site(), "recoleccion", "es").hits[0].passage


def test_the_public_never_finds_what_is_for_staff() -> None:
    an_article("script", english("Secret procedure", "Zanzibar."), audience=Audience.STAFF)
    assert search(public_site(), "secret zanzibar", "en").total == 0
    assert search(an_adviser().acting(), "zanzibar", "en").total == 1


def test_former_words_are_not_found() -> None:
    an_article("bill", english(body="Old giraffe."))
    an_article("bill", english(body="New zebra."))
    assert slugs("giraffe") == []
    assert slugs("zebra") == ["bill"]


def test_a_hit_shows_where_it_matched_and_escapes_the_rest() -> None:
    an_article("bill", english(body=f"{'Filler text. ' * 60} A <b>bold</b> giraffe & a zebra. {'More text. ' * 60}"))
    shown = search(public_site(), "giraffe zebra", "en").hits[0].passage
    assert "&lt;b&gt;bold&lt;/b&gt; <mark>giraffe</mark> &amp; a <mark>zebra</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_pages_of_results_hold_each_hit_once(django_assert_num_queries: object) -> None:
    for number in range(5):
        an_article(f"bill-{number}")
    found = [search(public_site(), "bill", "en", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [page.total for page in found] == [5] * 4
    assert sorted(hit.slug for page in found for hit in page.hits) == [f"bill-{number}" for number in range(5)]
    # As in a request, which reads the revision once.
    with one_revision():
        search(public_site(), "bill", "en")
        with django_assert_num_queries(0):  # type: ignore[operator]
            search(public_site(), "bill", "en")
        # No title is called so: that is looked up.
        with django_assert_num_queries(1):  # type: ignore[operator]
            search(public_site(), "a bill", "en")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...!?¿",
        "🙂🙂",
        "'; DROP TABLE people_user; --",
        "a & !b | (c:*",
        "\\'",
        "x\x00y",
        "bill " * 2000,
        "é" * 10_000,
    ],
)
def test_anything_may_be_typed(text: str) -> None:
    an_article()
    assert search(public_site(), text, "en").total in (0, 1)


@given(text=st.text(max_size=200))
def test_any_text_at_all_may_be_typed(text: str) -> None:
    search(public_site(), text, "es")


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200).map(
        lambda text: composed(" ".join(text.split()))
    ),
    word=st.from_regex(r"[a-z]{4,9}", fullmatch=True),
)
def test_marks_stand_where_the_words_are(text: str, word: str) -> None:
    body = composed(f"{text} {word} {text}")
    (marks,) = find_marks([body], {word}, "xx")
    assert (len(body.partition(word)[0]), len(body.partition(word)[0]) + len(word), word) in marks or word in text
    assert all(fold(body[begins:ends]).lower() == word for begins, ends, _stem in marks)
    assert len(re.sub(r"</?mark>", "", passage(body, marks))) >= min(len(body), len(word))


def test_a_language_that_the_database_does_not_know_is_taken_word_by_word() -> None:
    assert [configuration(code) for code in ("en", "es", "es-mx", "fr", "zh-hans", "xx")] == [
        "english",
        "spanish",
        "spanish",
        "french",
        "simple",
        "simple",
    ]


class TestCodes:
    """Numbers and codes are found however they are typed."""

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Form W-9", "w9"),
            ("Form W-9", "form w 9"),
            ("the 1095-A", "1095a"),
            ("call (555) 555-0142", "5555550142"),
            ("call (555) 555-0142", "555-0142"),
            ("call (555) 555-0142", "555.555.0142"),
            ("Ordinance 12-404", "ordinance 12404"),
            ("SF1449", "SF 1449"),
            ("Form 2075-A", "form 2075 a"),
        ],
    )
    def test_the_right_article_is_first(self, written: str, asked: str) -> None:
        for number in range(6):
            an_article(f"other-{number}", english(f"Form {number} 555", f"Ordinance {number}, call 0142 w a 12 9."))
        an_article("right", english("Something", f"You need {written} here."))
        count_words(actor=SYSTEM)
        assert slugs(asked)[0] == "right"


class TestTypos:
    def test_the_commonest_word_that_is_nearest_is_meant(self) -> None:
        an_article("bins", english("Rubbish collection", "Collection of rubbish on Mondays."))
        an_article("choir", english("Choir", "A selection of songs."))
        count_words(actor=SYSTEM)
        found = search(public_site(), "Rubish COLECTION?", "en")
        assert (found.hits[0].slug, found.mended) == ("bins", "rubbish collection?")

    def test_what_is_written_right_stays(self) -> None:
        an_article("bins", english("Rubbish collection", "Collected on Mondays."))
        count_words(actor=SYSTEM)
        assert search(public_site(), "collecting rubbish", "en").mended == ""

    def test_words_of_staff_are_not_given_away(self) -> None:
        an_article("script", english("Procedure", "Zanzibar."), audience=Audience.STAFF)
        count_words(actor=SYSTEM)
        assert search(public_site(), "zanzibat", "en").mended == ""
        assert search(an_adviser().acting(), "zanzibat", "en").mended == "zanzibar"


def test_an_article_that_becomes_the_staffs_is_found_by_them_alone() -> None:
    an_article("bill", english(body="A giraffe."))
    assert slugs("giraffe") == ["bill"]
    an_article("bill", english(body="A giraffe."), audience=Audience.STAFF)
    assert slugs("giraffe") == []
    assert search(an_adviser().acting(), "giraffe", "en").total == 1


def test_words_are_counted_where_something_was_published_since() -> None:
    an_article("bill", english(body="A giraffe."), spanish(body="Una jirafa."))
    assert count_words(actor=SYSTEM) == ["en", "es"]
    assert count_words(actor=SYSTEM) == []
