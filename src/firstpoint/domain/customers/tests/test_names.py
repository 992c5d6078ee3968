"""Names are compared by their words; two words that are few mistakes apart have a spelling in common."""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from firstpoint.domain.customers.queries.names import (
    LONGEST_SPELT,
    are_similar,
    mistakes_in,
    name_keys,
    name_words,
    spellings,
)

LETTERS = st.text("abcde", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Rosa Vale", ["rosa", "vale"]),
        ("  vale,  ROSA ", ["rosa", "vale"]),
        ("José Núñez-García", ["garcia", "jose", "nunez"]),
        ("Siobhán O'Brien", ["obrien", "siobhan"]),
        ("Jørgen Łoś", ["jorgen", "los"]),
        ("Weiß GmbH & Co.", ["co", "gmbh", "weiss"]),
        ("李 小龍", ["小龍", "李"]),
        ("Ana Ana", ["ana"]),
        ("", []),
        ("- _ '", []),
    ],
)
def test_words_are_plain_and_in_order(name: str, words: list[str]) -> None:
    assert name_words(name) == words


def test_each_two_words_are_kept_as_a_pair() -> None:
    assert name_keys("Rosa Vale Bo") == [
        *(("bo", ""), ("rosa", ""), ("vale", "")),
        *(("bo", "rosa"), ("bo", "vale"), ("rosa", "vale")),
    ]


@given(LETTERS, LETTERS)
def test_words_that_a_few_slips_keep_apart_meet_in_a_spelling(word: str, other: str) -> None:
    if OSA.distance(word, other) <= min(mistakes_in(word), mistakes_in(other)):
        assert spellings(word) & spellings(other)


@given(st.text(max_size=60))
def test_a_word_has_few_spellings_and_is_one_of_them(name: str) -> None:
    for word in name_words(name):
        found = spellings(word)
        assert word in found
        assert len(found) <= 2 + LONGEST_SPELT + LONGEST_SPELT * (LONGEST_SPELT - 1) // 2


@given(st.text(max_size=60))
def test_the_migration_keeps_names_as_the_actions_do(name: str) -> None:
    migration = import_module("firstpoint.domain.customers.migrations.0004_name_words")
    assert migration.words_of(name) == name_words(name)
    for word in name_words(name):
        assert migration.spellings_of(word) == spellings(word)


@pytest.mark.parametrize(
    ("name", "other", "similar"),
    [
        ("Rosa Vale", "Rose Vale", True),
        ("Rosa Vale", "Vale, Rosa María", True),
        ("R. Vale", "Rosa Vale", True),
        ("Rosa", "Rosa", True),
        ("Rosa", "Rosa Vale", False),
        ("Rosa Vale", "Bo Vale", False),
        ("Rosa Vale", "Rosa Berg", False),
        ("R V", "Rosa Vale", False),
        ("", "Rosa Vale", False),
        ("", "", False),
    ],
)
def test_similar_names_may_be_of_one_person(name: str, other: str, similar: bool) -> None:
    assert are_similar(name, other) == are_similar(other, name) == similar
