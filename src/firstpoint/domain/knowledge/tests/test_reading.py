"""How hard a text reads is about right in both languages, and stored when it is published."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.actions.rendering import render
from firstpoint.domain.knowledge.queries.editing import article_list, count_work
from firstpoint.domain.knowledge.queries.plainness import PLAINER, hard_words
from firstpoint.domain.knowledge.queries.reading import (
    Counts,
    fernandez_huerta,
    flesch_kincaid,
    grade_of,
    syllables,
)
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM

# Each word with its syllables, as a person counts them.
ENGLISH = """
    identity 4 birth 1 certificate 4 fee 1 pay 1 bill 1 permit 2 license 2 renewal 3 vehicle 3 registration 4
    property 3 tax 1 assessment 3 appeals 2 noticed 2 requested 3 services 3 closed 1 open 2 holidays 3 garbage 2
    container 3 placed 1 places 2 streets 1 pothole 2 emergency 4 immediately 5 animal 3 adoption 3 voter 2 ballot 2
    mailed 1 eligible 4 eligibility 6 assistance 3 apartment 3 tenant 2 housing 2 inspection 3 building 2 weeks 1
    used 1 needed 2 changed 1 charges 2 pages 2 children 2 language 2 interpreter 4 information 4 year 1 employee 3
    document 3 signature 3 message 2 messages 3 answer 2 question 2 neighborhood 3 government 3 waste 1 batteries 3
    computer 3 mattress 2 people 2 water 2 library 3 table 2 available 4 agencies 3 residential 4 created 3
"""
SPANISH = """
    amigo 3 área 3 aplicación 4 río 2 ciudad 2 país 2 además 3 biblioteca 4 agua 2 pago 2 solicitud 4 usted 2 día 2
    continúe 4 ahora 3 idea 3 oeste 3 leer 2 aéreo 4 muy 1 y 1 guía 2 que 1 quien 1 siguiente 3 pague 2 vergüenza 3
    construcción 3 huevo 2 oficina 4 viernes 2 teléfono 4 correo 3 electrónico 5 llene 2 formulario 4 gratuito 3
    tarjeta 3 residuos 3 reunión 2 policía 4 inspección 3
"""


def counted(text: str) -> list[tuple[str, int]]:
    words = text.split()
    return [(words[place], int(words[place + 1])) for place in range(0, len(words), 2)]


def test_syllables_of_english_are_right_in_sum_and_nearly_always_one_by_one() -> None:
    words = counted(ENGLISH)
    found = [syllables(word, "en") for word, _number in words]
    assert sum(found) == pytest.approx(sum(number for _word, number in words), rel=0.02)
    assert sum(a == number for a, (_word, number) in zip(found, words, strict=True)) >= 0.9 * len(words)


def test_syllables_of_spanish_are_right_one_by_one() -> None:
    assert [(word, syllables(word, "es")) for word, _number in counted(SPANISH)] == counted(SPANISH)


@given(st.text(min_size=1, max_size=40), st.sampled_from(["en", "es"]))
def test_every_word_has_a_syllable(word: str, language: str) -> None:
    assert syllables(word, language) >= 1


def test_the_formulas_are_those_of_their_authors() -> None:
    assert flesch_kincaid(Counts(sentences=10, words=150, syllables=210)) == pytest.approx(6.78)
    # 100 words with 190 syllables in 10 sentences are 82.64 easy: between the middles of the fifth and sixth grade.
    assert 5.0 < fernandez_huerta(Counts(sentences=10, words=100, syllables=190)) < 6.0
    assert fernandez_huerta(Counts(sentences=100, words=100, syllables=100)) == 4.0
    assert fernandez_huerta(Counts(sentences=1, words=100, syllables=300)) == 16.0


@given(st.integers(100, 300))
def test_more_syllables_and_longer_sentences_never_read_easier(number: int) -> None:
    for formula in (flesch_kincaid, fernandez_huerta):
        assert formula(Counts(5, 100, number)) <= formula(Counts(5, 100, number + 1)) + 1e-9
        grades = [formula(Counts(sentences, 100, number)) for sentences in (20, 10, 5, 2, 1)]
        assert all(easier <= harder + 1e-9 for easier, harder in pairwise(grades))


PLAIN = "Bring your card. Pay at the desk. We are open all day. " * 4
HARD = (
    "Applicants possessing supplementary documentation demonstrating residential eligibility requirements should"
    " immediately communicate with departmental representatives regarding administrative reconsideration. "
) * 3


def test_a_plain_text_reads_easier_than_a_hard_one() -> None:
    plain, hard = grade_of(render(PLAIN), "en"), grade_of(render(HARD), "en")
    assert plain is not None and hard is not None
    assert plain < 4 and hard > 16


@pytest.mark.parametrize(
    "body", ["", "Too short to tell.", "## " + PLAIN, "| a | b |\n|---|---|\n" + "| x | y |\n" * 60]
)
def test_too_little_prose_has_no_grade(body: str) -> None:
    assert grade_of(render(body), "en") is None


def test_a_language_without_a_formula_has_no_grade() -> None:
    assert grade_of(render(PLAIN), "fr") is None
    assert grade_of(render(PLAIN), "en-gb") == grade_of(render(PLAIN), "en")


@pytest.mark.parametrize(
    ("language", "body", "found"),
    [
        ("en", "You must utilize it **prior to** May.", [("utilize", "use"), ("prior to", "before")]),
        ("en", "She utilized it. Requests. Notifies. Incurred.", ["utilized", "Requests", "Notifies", "Incurred"]),
        ("en", "The utility adviser saw the identity card and prior records.", []),
        ("es", "Para solicitarla, debe realizar el pago.", ["solicitarla", "realizar"]),
        ("es", "El número de la solicitud no se obtiene así: con el fin de pagar.", ["con el fin de"]),
        ("fr", "utilize", []),
    ],
)
def test_hard_words_that_have_plainer_ones_are_found_in_every_form(
    language: str, body: str, found: list[object]
) -> None:
    said = hard_words(render(body), language)
    assert [
        (word.said, word.plainer) if isinstance(wanted, tuple) else word.said
        for word, wanted in zip(said, found, strict=True)
    ] == found


def test_every_plainer_word_is_written_down_in_full() -> None:
    for words in json.loads(PLAINER.read_text(encoding="utf-8")).values():
        for hard, plainer in words.items():
            assert hard.strip() == hard.lower() and plainer.strip()


@pytest.mark.django_db
def test_the_grade_is_stored_and_the_hardest_articles_come_first() -> None:
    an_article("plain", english(body=PLAIN))
    an_article("hard", english("Hard", HARD), spanish(body="Traiga su tarjeta. Pague en la oficina. " * 6))
    an_article("harder", english("Harder", HARD.replace(". ", " and ")))
    listed = article_list(SYSTEM, hard=True)
    assert [article.slug for article in listed] == ["harder", "hard"]
    assert count_work(SYSTEM).hard == 2
