"""What a model sees of a text, what it keeps, and that what it learned comes back the same from its bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.routing.actions.learning import (
    LEAST_MEASURED,
    LEAST_WRITERS,
    Example,
    calibration_error,
    learn,
)
from firstpoint.domain.routing.queries.classifying import Classifier, seen_in

SAID = {
    "library-card": (
        "library card",
        "borrow books",
        "renew my library card",
        "join the library",
        "card for the library",
    ),
    "pothole": ("pothole", "hole in the road", "the road is broken", "fix a pothole", "a deep hole in my street"),
    "tax": ("property tax", "pay the tax", "my tax bill", "tax on my house", "the tax is too high"),
}


def examples(rounds: int = 8) -> list[Example]:
    """Return what many customers wrote, each about one thing."""
    said = [(text, code) for code, texts in SAID.items() for text in texts]
    return [
        Example(f"{opening} {text}", code, writer)
        for writer, (opening, (text, code)) in enumerate(
            (f"{'please ' * number}hello", each) for number in range(rounds) for each in said
        )
    ]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return learn(examples())[0]


@given(st.text(max_size=300) | st.text(alphabet="a\0 👋🏽é1", max_size=50).map(lambda text: text * 200))
def test_any_text_gets_probabilities_or_nothing(text: str) -> None:
    known = learn_once()
    confidences = known.confidences(text)
    if confidences is not None:
        assert confidences.shape == (3,)
        assert np.isfinite(confidences).all()
        assert abs(float(confidences.sum()) - 1) < 1e-4
    assert all("\0" not in seen and not set(seen) & set("123456789") for seen in seen_in(text) if seen.isascii())


_once: list[Classifier] = []


def learn_once() -> Classifier:
    """Return one model for all examples of a property."""
    if not _once:
        _once.append(learn(examples())[0])
    return _once[0]


def test_a_model_comes_back_from_its_bytes(classifier: Classifier) -> None:
    back = Classifier.from_bytes(list(classifier.types), list(classifier.vocabulary), classifier.to_bytes())
    for text in ("a hole in the street", "biblioteca", "TAX", ""):
        first, second = classifier.confidences(text), back.confidences(text)
        assert (first is None and second is None) or np.array_equal(first, second)


def test_bytes_that_could_run_are_refused() -> None:
    from io import BytesIO

    file = BytesIO()
    np.savez(file, sharpness=np.array([object()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        Classifier.from_bytes([], [], file.getvalue())


def test_what_was_learned_is_told_apart_and_measured() -> None:
    known, measure = learn(examples())
    for text, code in (("I want to borrow some books", "library-card"), ("Street full of holes", "pothole")):
        confidences = known.confidences(text)
        assert confidences is not None
        assert known.types[int(confidences.argmax())] == code
    assert measure.texts == len(examples()) >= LEAST_MEASURED
    assert measure.top_1 is not None and measure.top_1 > 0.9


def test_a_text_without_a_known_word_gets_nothing(classifier: Classifier) -> None:
    assert classifier.confidences("日本語") is None
    assert classifier.confidences("") is None


def test_too_few_decisions_are_not_measured() -> None:
    _known, measure = learn(examples(1))
    assert (measure.top_1, measure.top_3, measure.calibration_error) == (None, None, None)


def test_no_name_and_no_number_is_kept() -> None:
    named = [Example(f"{each.text} Yours, Ignatius Quillfeather, case 48151623", each.code, -7) for each in examples(1)]
    known, _measure = learn([*examples(), *named])
    assert not [seen for seen in known.vocabulary if "quill" in seen or "ignat" in seen or "4815" in seen]
    # However often one customer writes, they are one.
    assert len(named) > LEAST_WRITERS


def test_words_of_the_catalogue_are_all_kept() -> None:
    known, _measure = learn([Example("Dog licence", "dogs", None), Example("Marriage certificate", "records", None)])
    confidences = known.confidences("a licence for my dog")
    assert confidences is not None
    assert known.types[int(confidences.argmax())] == "dogs"


def test_meaning_is_judged_beside_words() -> None:
    said = examples()
    vectors = np.eye(3, dtype=np.float32)[[list(SAID).index(each.code) for each in said]]
    known, measure = learn(said, vectors)
    assert measure.top_1 is not None and measure.top_1 > 0.95
    confidences = known.confidences("hello please", vectors[-1])
    assert confidences is not None
    assert known.types[int(confidences.argmax())] == said[-1].code


def test_the_calibration_error_is_the_gap_between_what_was_said_and_what_came_true() -> None:
    always, never = np.array([True, True]), np.array([False, False])
    assert calibration_error(np.array([1.0, 1.0]), always) == 0
    assert calibration_error(np.array([1.0, 1.0]), never) == 1
    # Two bins, each with half of the texts: 0.1 too sure in one, 0.3 in the other.
    confidences = np.array([0.6, 0.6, 0.3, 0.3])
    assert calibration_error(confidences, np.array([True, False, False, False])) == pytest.approx(0.05 + 0.15)
