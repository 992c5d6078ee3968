"""Words that mean the same find the same, one step and no further, and are kept by those who publish."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from firstpoint.core.errors import DomainError, NotPermitted, Stale
from firstpoint.core.models import Event
from firstpoint.core.published import forget, one_revision
from firstpoint.domain.knowledge.actions import (
    StandsElsewhere,
    add_synonyms,
    change_synonyms,
    count_words,
    remove_synonyms,
)
from firstpoint.domain.knowledge.models import Synonym
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.knowledge.queries.synonyms import (
    FACTOR,
    MOST_ADDED,
    phrase_of,
    synonym_groups,
    synonyms_of,
)
from firstpoint.domain.knowledge.queries.words import stems_of, words_in
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor

pytestmark = pytest.mark.django_db


def slugs(text: str, language: str = "en") -> list[str]:
    return [hit.slug for hit in search(public_site(), text, language).hits]


def alike(*words: str, language: str = "en") -> Synonym:
    return add_synonyms(actor=SYSTEM, language=language, words=words)


def others(text: str, language: str = "en") -> dict[str, float]:
    words = [word.text for word in words_in(text)]
    stems = stems_of(words, language)
    return dict(synonyms_of([stems[word] for word in words], language).others)


class TestSearch:
    def test_a_word_finds_what_is_called_otherwise(self) -> None:
        an_article("bins", english("Empty my bin", "On Mondays."))
        an_article("bus", english("Bus lines", "Where the bus goes."))
        alike("trash can", "bin")
        assert slugs("trash can") == ["bins"]
        assert slugs("trash cans, please") == ["bins"]

    @pytest.mark.parametrize(
        "asked", ["dmv", "DMV hours", "the department of motor vehicles", "department motor vehicle"]
    )
    def test_acronyms_and_phrases_lead_to_each_other(self, asked: str) -> None:
        an_article("by-name", english("Department of Motor Vehicles", "Opening days."))
        an_article("by-acronym", english("Visit the DMV", "Bring papers."))
        an_article("other", english("Dog parks", "For dogs."))
        alike("DMV", "department of motor vehicles")
        assert set(slugs(asked)) == {"by-name", "by-acronym"}

    @pytest.mark.parametrize("asked", ["drivers license", "driver's license", "Driver’s licenses", "licence to drive"])
    def test_a_phrase_is_known_however_it_is_bent(self, asked: str) -> None:
        an_article("permit", english("Driving permits", "How to get one."))
        alike("driver's license", "licence to drive", "driving permit")
        assert slugs(asked)[0] == "permit"

    def test_the_typed_word_counts_more(self) -> None:
        for number in range(8):
            an_article(f"filler-{number}", english(f"Filler {number}", "Nothing of it."))
        an_article("sofa", english("Sofa", "Take it away."))
        an_article("couch", english("Couch", "Take it away."))
        alike("sofa", "couch")
        assert slugs("sofa")[0] == "sofa"
        assert slugs("couch")[0] == "couch"

    def test_each_language_has_its_own(self) -> None:
        an_article("bin", english("Bin", "Bin."), spanish("Bote", "Bote."))
        alike("caneca", "bote", language="es")
        assert slugs("caneca", "es") == ["bin"]
        assert slugs("caneca") == []

    def test_an_acronym_that_no_article_holds_is_no_typo(self) -> None:
        an_article("food", english("Food stamps", "Apply. It may snow."))
        an_article("snow", english("Snow snow", "Snow plows."))
        alike("snap", "food stamps")
        count_words(actor=SYSTEM)
        found = search(public_site(), "snap", "en")
        assert (found.mended, found.hits[0].slug, found.is_answered) == ("", "food", True)

    def test_a_typo_in_a_word_with_synonyms_is_mended_first(self) -> None:
        for number in range(8):
            an_article(f"filler-{number}", english(f"Filler {number}", "Nothing of it."))
        an_article("sofa", english("Sofas", "Of all kinds."))
        an_article("couch", english("Another word", "Nobody says couches, furniture it is."))
        alike("furniture", "sofa")
        count_words(actor=SYSTEM)
        found = search(public_site(), "furnitrue", "en")
        assert found.mended == "furniture"
        assert {hit.slug for hit in found.hits} == {"sofa", "couch"}

    def test_what_is_added_is_marked_in_the_passage(self) -> None:
        an_article("sofa", english("Big things", "We take your couch away."))
        alike("sofa", "couch")
        assert "<mark>couch</mark>" in search(public_site(), "sofa", "en").hits[0].passage

    def test_it_takes_no_query_once_it_is_kept(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        alike("sofa", "couch")
        with one_revision():
            assert others("sofa") == {"couch": FACTOR}
            with django_assert_num_queries(0):
                others("sofa")


class TestLoops:
    """Groups that lead to each other: no action makes them, an old backup may."""

    @pytest.fixture(autouse=True)
    def _loop(self) -> None:
        for words in (["alpha", "beta"], ["beta", "gamma"], ["gamma", "alpha"]):
            Synonym.objects.create(language="en", words=words)
        forget()

    def test_a_loop_is_gone_through_one_step(self) -> None:
        assert set(others("alpha")) == {"beta", "gamma"}
        an_article("three", english("Gamma", "Gamma."))
        assert slugs("alpha beta gamma") == ["three"]

    def test_many_groups_add_few_words(self) -> None:
        Synonym.objects.bulk_create(
            Synonym(language="en", words=["omega", *(f"omega{one}x{two}" for two in range(10))]) for one in range(30)
        )
        forget()
        assert len(others("omega")) == MOST_ADDED


@given(
    groups=st.lists(
        st.lists(st.sampled_from(["red", "green", "blue", "big", "red-green", "of", "the"]), min_size=2, max_size=4),
        max_size=6,
    ),
    text=st.lists(st.sampled_from(["red", "green", "blue", "big", "of", "the", "zebra"]), max_size=8),
)
def test_expansion_is_bounded_and_never_what_was_typed(groups: list[list[str]], text: list[str]) -> None:
    Synonym.objects.all().delete()
    Synonym.objects.bulk_create(Synonym(language="en", words=words) for words in groups)
    forget()
    stems = stems_of(text, "en")
    found = synonyms_of([stems[word] for word in text], "en")
    assert len(found.others) <= MOST_ADDED
    assert all(0 < factor <= FACTOR for factor in found.others.values())
    assert not found.others.keys() & set(stems.values())
    assert found.leading <= set(stems.values())


class TestKeeping:
    def test_who_changed_what_is_in_the_journal_as_ids(self) -> None:
        editor = an_editor().acting()
        group = add_synonyms(actor=editor, language="en", words=["DMV", " department of  motor vehicles ", "dmv"])
        assert group.words == ["DMV", "department of motor vehicles"]
        change_synonyms(group, actor=editor, words=["DMV", "motor vehicle office"], seen=group.words)
        change_synonyms(group, actor=editor, words=["DMV", "motor vehicle office"])
        remove_synonyms(group, actor=editor)
        told = Event.objects.filter(type__startswith="synonyms.").order_by("id").values_list("type", "actor_id", "data")
        assert list(told) == [
            ("synonyms.added", editor.id, {"is_new": True, "language": "en"}),
            ("synonyms.changed", editor.id, {"language": "en"}),
            ("synonyms.removed", editor.id, {"language": "en"}),
        ]
        assert not Synonym.objects.exists()

    def test_a_change_holds_for_the_next_search(self) -> None:
        an_article("bins", english("Empty my bin", "On Mondays."))
        assert slugs("wheelie") == []
        group = alike("wheelie", "bin")
        assert slugs("wheelie") == ["bins"]
        remove_synonyms(group, actor=SYSTEM)
        assert slugs("wheelie") == []

    def test_a_word_stands_in_one_group(self) -> None:
        group = alike("sofa", "couch")
        with pytest.raises(StandsElsewhere, match="“COUCH” stands in another group already: sofa, couch") as told:
            alike("COUCH", "davenport")
        assert told.value.group == group
        alike("sofá", "diván", language="es")
        change_synonyms(group, actor=SYSTEM, words=["couch", "sofa", "settee"])

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["sofa"], "at least two"),
            (["sofa", "Sofa", "  "], "at least two"),
            (["sofa", "it"], "too common"),
            (["sofa", "?!"], "too common"),
            (["sofa", "x" * 61], "too long"),
            ([f"word{number}" for number in range(30)], "at most 20"),
        ],
    )
    def test_what_cannot_be_a_group_is_said(self, words: Sequence[str], sentence: str) -> None:
        with pytest.raises(DomainError, match=sentence):
            alike(*words)
        assert not Synonym.objects.exists()

    def test_two_editors_do_not_overwrite_each_other(self) -> None:
        group = alike("sofa", "couch")
        change_synonyms(group, actor=SYSTEM, words=["sofa", "couch", "settee"], seen=["sofa", "couch"])
        with pytest.raises(Stale):
            change_synonyms(group, actor=SYSTEM, words=["sofa", "divan"], seen=["sofa", "couch"])

    def test_they_are_kept_by_those_who_publish(self) -> None:
        adviser = an_adviser(tier=2).acting()
        group = alike("sofa", "couch")
        with pytest.raises(NotPermitted):
            add_synonyms(actor=adviser, language="en", words=["a1", "b1"])
        with pytest.raises(NotPermitted):
            change_synonyms(group, actor=adviser, words=["sofa", "divan"])
        with pytest.raises(NotPermitted):
            remove_synonyms(group, actor=adviser)
        with pytest.raises(NotPermitted):
            synonym_groups(adviser)

    def test_groups_are_found_by_language_and_text(self) -> None:
        alike("sofa", "couch")
        alike("sofá", "diván", language="es")
        editor = an_editor().acting()
        assert [group.words[0] for group in synonym_groups(editor, language="es")] == ["sofá"]
        assert [group.words[0] for group in synonym_groups(editor, text="COU")] == ["sofa"]


def test_words_are_compared_without_what_typing_varies() -> None:
    assert phrase_of(" Driver’s  LICENSE ") == phrase_of("driver's license") == "driver s license"
