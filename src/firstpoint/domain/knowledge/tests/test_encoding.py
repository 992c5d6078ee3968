"""The vectors are the published model's, its weights lie in memory once, and texts are cut into passages whole."""

import mmap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.actions.encoding import MOST_WORDS, passages_of
from firstpoint.domain.knowledge.tests.model import needs_model

SMAPS = Path("/proc/self/smaps")


@needs_model
def test_likenesses_are_as_they_are_known_for_these_sentences() -> None:
    from firstpoint.domain.knowledge.queries.encoding import encode

    asked = encode("That is a happy person")
    shown = {
        "That is a happy dog": 0.695,
        "That is a very happy person": 0.943,
        "Today is a sunny day": 0.257,
    }
    assert {text: float(asked @ encode(text)) for text in shown} == pytest.approx(shown, abs=5e-4)


@needs_model
@pytest.mark.parametrize("text", ["", "x", "?!", "почта", "🚲", "word " * 5000])
def test_whatever_is_typed_has_a_vector_of_length_one(text: str) -> None:
    from firstpoint.domain.knowledge.queries.encoding import encode

    vector = encode(text)
    assert vector.shape == (384,)
    assert float(vector @ vector) == pytest.approx(1, abs=1e-5)


@needs_model
def test_weights_are_views_of_a_mapped_file_that_nothing_can_change() -> None:
    from firstpoint.domain.knowledge.queries.encoding import _weights

    weights = _weights()
    assert len(weights) == 103
    for view in weights.values():
        base = view
        while hasattr(base, "base"):
            base = base.base
        assert isinstance(getattr(base, "obj", base), mmap.mmap)
        assert not view.flags.writeable


@needs_model
@pytest.mark.skipif(not SMAPS.exists(), reason="This system does not say how memory is shared.")
def test_no_page_of_the_weights_belongs_to_one_process_alone() -> None:
    from firstpoint.domain.knowledge.queries.encoding import encode

    encode("How do I get a library card?")
    _before, found, after = SMAPS.read_text().partition("model.safetensors")
    mapping = dict(line.split(":", 1) for line in after.splitlines()[1:20] if ":" in line)
    assert found
    assert int(mapping["Rss"].split()[0]) > 10_000
    assert mapping["Private_Dirty"].split() == ["0", "kB"]


@given(st.lists(st.sampled_from(["a", "b.", "cd", "e!", "(f.)", "U.S."]), max_size=4 * MOST_WORDS).map(" ".join))
def test_passages_hold_every_word_once_and_none_too_many(text: str) -> None:
    passages = [text[start:end] for start, end in passages_of(text)]
    assert " ".join(passages).split() == text.split()
    assert all(0 < len(each.split()) <= MOST_WORDS for each in passages)


def test_a_passage_ends_with_a_sentence_where_there_is_one() -> None:
    sentence = "One two three four five six seven. "
    passages = [(sentence * 40)[start:end] for start, end in passages_of(sentence * 40)]
    assert len(passages) > 1
    assert all(each.endswith("seven.") for each in passages)
