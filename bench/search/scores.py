"""How good a ranking is, and how sure the figure is: nDCG, AUROC, and bootstrap intervals with a fixed seed."""

import math
import random
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

DEPTH = 10
RESAMPLES = 2000
SEED = 20_260_302


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f} to {self.high:.3f})"


def ndcg(ranked: Sequence[str], right: Collection[str], depth: int = DEPTH) -> float:
    """Return the normalised discounted cumulative gain of a ranking in which a document is right or it is not."""
    gain = sum(1 / math.log2(place + 2) for place, slug in enumerate(ranked[:depth]) if slug in right)
    best = sum(1 / math.log2(place + 2) for place in range(min(len(right), depth)))
    return gain / best


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean of what the queries scored, with the percentile bootstrap's interval."""
    draw = random.Random(SEED)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return Estimate(statistics.fmean(values), *_middle(means))


def difference(first: Sequence[float], second: Sequence[float]) -> Estimate:
    """Return by how much the first scored more than the second on the same queries, which are drawn in pairs."""
    return estimate([one - other for one, other in zip(first, second, strict=True)])


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the share of pairs in which the positive one is the higher; equals count half."""
    ordered = sorted(negative)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in positive)
    return wins / (2 * len(positive) * len(ordered))


def estimate_auroc(positive: Sequence[float], negative: Sequence[float]) -> Estimate:
    """Return the area with its interval; both sides are drawn anew."""
    draw = random.Random(SEED)
    areas = sorted(
        auroc(draw.choices(positive, k=len(positive)), draw.choices(negative, k=len(negative)))
        for _ in range(RESAMPLES)
    )
    return Estimate(auroc(positive, negative), *_middle(areas))


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    """Return the edges of the middle 95 %."""
    return ordered[int(len(ordered) * 0.025)], ordered[int(len(ordered) * 0.975)]
