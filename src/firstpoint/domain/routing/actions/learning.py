"""How a model of enquiry types is learned: logistic regression over words, and over meaning where there are vectors.

How much each side counts, and how sure to be, is fitted on texts that were held out. Importing this module needs
scikit-learn: ask `triage.can_learn` first.
"""

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from firstpoint.domain.routing.queries.classifying import Classifier, Floats, Side, seen_in, softmax

# A word that fewer customers wrote may be somebody's name, and is not kept.
LEAST_WRITERS = 5
MOST_SEEN = 20_000
FOLDS = 5
BINS = 15
# Chosen by cross-validation on the training halves of two public sets of customers' messages.
LENIENCE = 10.0
# What an enquiry type begins with that a fold's texts say nothing of.
UNKNOWN = -30.0
SMALLEST = 1e-12
# While fewer texts can be held out, how sure to be is not fitted but taken from what enquiry types' names alone were
# found to bear.
LEAST_MEASURED = 50
COLD_ALONE, COLD_TOGETHER = 2.0, (0.2, 2.5)

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the enquiry type that it is about. `writer` tells customers apart; the catalogue's own words have none."""

    text: str
    code: str
    writer: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """How often a model is right about so many texts that it has not seen: at once, among its three likeliest, and how
    far off its confidence is. None while too few could be held out."""

    texts: int
    top_1: float | None
    top_3: float | None
    calibration_error: float | None


def learn(examples: Sequence[Example], meanings: Floats | None = None) -> tuple[Classifier, Measure]:
    """Learn from texts of two enquiry types at least; `meanings` has the vector of each text.

    Texts of one writer are held out together. Uses one processor.
    """
    types = sorted({example.code for example in examples})
    right: Places = np.array([types.index(example.code) for example in examples], np.intp)
    folds = np.array([-1 if example.writer is None else example.writer % FOLDS for example in examples])
    vocabulary = _vocabulary(examples)
    vectorizer = TfidfVectorizer(analyzer=seen_in, vocabulary=vocabulary, sublinear_tf=True, dtype=np.float32)
    sides = [vectorizer.fit_transform([example.text for example in examples])]
    if meanings is not None:
        sides.append(meanings)
    # One processor is left to others, and a warning that enquiry types have few examples is no news.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        unseen = [_judge_unseen(side, right, folds, len(types)) for side in sides]
        words, *meaning = [_fit(side, right, len(types)) for side in sides]
    alone, together, measure = _sharpen(unseen, right[folds >= 0])
    return (
        Classifier(
            types=tuple(types),
            vocabulary=tuple(vocabulary),
            rarity=vectorizer.idf_.astype(np.float32),
            words=words,
            meaning=meaning[0] if meaning else None,
            alone=alone,
            together=together,
        ),
        measure,
    )


def _vocabulary(examples: Sequence[Example]) -> list[str]:
    """Return what is seen in the catalogue, and what enough customers wrote: of that, what most of them wrote."""
    writers: Counter[str] = Counter()
    published: set[str] = set()
    in_order = sorted(examples, key=lambda example: -1 if example.writer is None else example.writer)
    for writer, of_writer in groupby(in_order, key=lambda example: example.writer):
        seen = {each for example in of_writer for each in seen_in(example.text)}
        if writer is None:
            published = seen
        else:
            writers.update(seen)
    often = [each for each, count in writers.most_common(MOST_SEEN) if count >= LEAST_WRITERS]
    return sorted(published | set(often))


def _fit(values: Any, right: Places, types: int) -> Side:
    """Return the weights of all enquiry types; of one without examples, those that never speak for it."""
    model = LogisticRegression(C=LENIENCE, tol=1e-3, max_iter=300).fit(values, right)
    weights, begins = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # Of two, the library keeps only by how much the second is likelier.
        weights, begins = np.vstack([-weights, weights]) / 2, np.concatenate([-begins, begins]) / 2
    side = Side(np.zeros((values.shape[1], types), np.float16), np.full(types, UNKNOWN, np.float32))
    side.weights[:, model.classes_] = weights.T
    side.begins[model.classes_] = begins
    return side


def _judge_unseen(values: Any, right: Places, folds: Places, types: int) -> Floats:
    """Return how each held-out text is judged by what was learned from all others."""
    judged = np.zeros((len(right), types), np.float32)
    for fold in set(folds[folds >= 0].tolist()):
        held = folds == fold
        if len(set(right[~held].tolist())) > 1:
            side = _fit(values[~held], right[~held], types)
            judged[held] = values[held] @ side.weights.astype(np.float32) + side.begins
    return judged[folds >= 0]


def _sharpen(unseen: Sequence[Floats], right: Places) -> tuple[float, tuple[float, float], Measure]:
    """Return by what to multiply the words alone, and both sides, and how good that is."""
    if len(right) < LEAST_MEASURED:
        return COLD_ALONE, COLD_TOGETHER, Measure(len(right), None, None, None)
    alone = _fitted(unseen[:1], right, (COLD_ALONE,))
    together = _fitted(unseen, right, COLD_TOGETHER) if len(unseen) > 1 else (1.0, 0.0)
    shares = softmax(_mixed(unseen, together if len(unseen) > 1 else alone))
    return alone[0], (together[0], together[1]), measure(shares, right)


def _fitted(unseen: Sequence[Floats], right: Places, start: Sequence[float]) -> tuple[float, ...]:
    """Return the factors under which what proved right was likeliest (temperature scaling: Guo and others, 2017).

    Of n texts one in n + 2 is taken to be about anything, so that few that are all judged right make nobody certain (after
    Platt, Probabilistic Outputs for Support Vector Machines, 1999).
    """
    doubt = 1 / (len(right) + 2)

    def surprise(logarithms: Floats) -> float:
        shares = np.log(np.maximum(softmax(_mixed(unseen, np.exp(logarithms))), SMALLEST))
        return -float((1 - doubt) * shares[np.arange(len(right)), right].mean() + doubt * shares.mean())

    found = minimize(surprise, np.log(start), method="Nelder-Mead", options={"xatol": 0.01, "fatol": 1e-5})
    return tuple(float(factor) for factor in np.exp(found.x))


def _mixed(unseen: Sequence[Floats], factors: "Sequence[float] | Floats") -> Floats:
    mixed: Floats = sum(np.float32(factor) * judged for factor, judged in zip(factors, unseen, strict=True))  # type: ignore[assignment]
    return mixed


def measure(shares: Floats, right: Places) -> Measure:
    """Return how good these probabilities of each enquiry type are for texts of which the right one is known."""
    ranked = np.argsort(-shares, axis=1)
    is_right = ranked[:, 0] == right
    return Measure(
        texts=len(right),
        top_1=float(is_right.mean()),
        top_3=float((ranked[:, :3] == right[:, None]).any(axis=1).mean()),
        calibration_error=calibration_error(shares.max(axis=1), is_right),
    )


def calibration_error(confidences: Floats, is_right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error: the sum over 15 bins of equal width of |share right - mean confidence|, each
    weighed by the share of texts in it (Guo and others, On Calibration of Modern Neural Networks, 2017, equation 3)."""
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(is_right[bins == each].mean() - confidences[bins == each].mean()) * (bins == each).mean()
            for each in np.unique(bins)
        )
    )
