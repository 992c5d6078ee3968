"""What a text is likely about, by a model that is nothing but arrays: which words speak for which enquiry type.

It is learned in actions/learning.py. Importing this module needs numpy: ask `triage.can_suggest` first.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WORD = re.compile(r"\w+")
DIGIT = re.compile(r"\d")
# What somebody wants is said early; the thread that may stand under it would only blur it.
MOST_CHARACTERS = 4000
PARTS = (3, 4)


def seen_in(text: str) -> list[str]:
    """Return what a model sees of a text: its words, pairs of words, and parts of words, without accents.

    Every digit reads as 0, so that no number of a person, a place or a case can be learned.
    """
    plain = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS].casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = WORD.findall(DIGIT.sub("0", letters[:MOST_CHARACTERS]))
    seen = [*words, *(f"{one} {next_one}" for one, next_one in pairwise(words))]
    for word in words:
        edged = f"_{word}_"
        seen += [f"-{edged[at : at + size]}" for size in PARTS for at in range(len(edged) - size + 1)]
    return seen


@dataclass(frozen=True, slots=True)
class Side:
    """One way to judge a text: a row of weights for each thing seen and a column for each enquiry type, and what each
    enquiry type begins with."""

    weights: NDArray[np.float16]
    begins: Floats

    def judge(self, values: Floats, rows: NDArray[np.intp] | None = None) -> Floats:
        """Return how much the values speak for each enquiry type; `rows` says which of the things seen they are of."""
        weights = self.weights if rows is None else self.weights[rows]
        judged: Floats = values @ weights.astype(np.float32) + self.begins
        return judged


@dataclass(frozen=True)
class Classifier:
    """A model. A vector of what a text means is judged by `meaning`, where the model has that side.

    What the sides say is multiplied: by `alone` where there are words only, by `together` where there are both, so that a
    confidence comes true as often as it says.
    """

    types: tuple[str, ...]
    vocabulary: tuple[str, ...]
    rarity: Floats
    words: Side
    meaning: Side | None
    alone: float
    together: tuple[float, float]

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each thing seen."""
        return {seen: place for place, seen in enumerate(self.vocabulary)}

    def confidences(self, text: str, vector: Floats | None = None) -> Floats | None:
        """Return the probability of each enquiry type; None for a text in which nothing is known to the model."""
        seen = Counter(self.places[each] for each in seen_in(text) if each in self.places)
        if not seen:
            return None
        rows = np.fromiter(seen, np.intp)
        # As scikit-learn's TfidfVectorizer counts with sublinear_tf, which is what the weights were learned from.
        values = (np.log(np.fromiter(seen.values(), np.float32)) + 1) * self.rarity[rows]
        by_words = self.words.judge(values / np.linalg.norm(values), rows)
        if vector is None or self.meaning is None:
            return softmax(self.alone * by_words)
        return softmax(self.together[0] * by_words + self.together[1] * self.meaning.judge(vector))

    def to_bytes(self) -> bytes:
        """Return all that is no text, in numpy's own format, which holds the type and the shape of each array."""
        arrays: dict[str, Any] = {
            "rarity": self.rarity,
            "words": self.words.weights,
            "words_begin": self.words.begins,
            "sharpness": np.array([self.alone, *self.together], np.float32),
        }
        if self.meaning is not None:
            arrays |= {"meaning": self.meaning.weights, "meaning_begin": self.meaning.begins}
        file = BytesIO()
        np.savez(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, types: list[str], vocabulary: list[str], numbers: bytes) -> "Classifier":
        """Read back what `to_bytes` wrote. Arrays are all that is read: nothing in them can run."""
        arrays = np.load(BytesIO(numbers), allow_pickle=False)
        alone, *together = arrays["sharpness"].tolist()
        return cls(
            types=tuple(types),
            vocabulary=tuple(vocabulary),
            rarity=arrays["rarity"],
            words=Side(arrays["words"], arrays["words_begin"]),
            meaning=Side(arrays["meaning"], arrays["meaning_begin"]) if "meaning" in arrays else None,
            alone=alone,
            together=(together[0], together[1]),
        )


def softmax(values: Floats) -> Floats:
    """Return probabilities that sum to 1 along the last axis."""
    raised: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares
