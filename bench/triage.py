"""How well triage tells what customers' messages are about, on two labelled sets, and how far its confidence can be trusted.

Each is learned from the training half and asked about the test half, in the same run as plain TF-IDF with logistic
regression. The expected calibration error is learning.calibration_error: the sum over 15 bins of equal width of |share
right - mean confidence|, each weighed by the share of texts in it (Guo and others, On Calibration of Modern Neural Networks,
2017, equation 3).
"""

import csv
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench import databases, tables
from bench.search.scores import auroc

DATA = databases.ROOT.parent / "shared" / "data" / "triage"
BANKING = ("banking77_train.csv", "banking77_test.csv")
CLINC = ("clinc_oos_plus.json",)
PLAIN = "TF-IDF + logistic regression"
WORDS, BOTH = "triage, words", "triage, words and meaning"
CALIBRATION_BAR = 0.05
TIMED = 300
MEGABYTE = 1e6


@dataclass(frozen=True)
class Messages:
    """Texts with what they are about, to learn from and to be asked about; `outside` are about none of it."""

    name: str
    train: list[tuple[str, str]]
    test: list[tuple[str, str]]
    outside: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judged:
    """What one side made of a set: probabilities of each text, of those about nothing, and what it took."""

    types: Sequence[str]
    shares: Any
    outside: Any
    seconds: float
    milliseconds: float
    megabytes: float


def run(**_sizes: float) -> None:
    """Measure and print each set that is there."""
    # No database is asked, but the code that is measured is Django's.
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql:///none",
        "DATABASE_OWNER_URL": "postgresql:///none",
        "DJANGO_SETTINGS_MODULE": "firstpoint.project.settings",
        "DEBUG": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    for names, load in ((BANKING, _banking), (CLINC, _clinc)):
        if all((DATA / name).exists() for name in names):
            databases.run_in(environment, partial(_measure, load))
        else:
            print(f"Triage is left out where there is no data: {' and '.join(names)} in {DATA}")


def _banking() -> Messages:
    def rows(name: str) -> list[tuple[str, str]]:
        with (DATA / name).open(encoding="utf-8", newline="") as lines:
            return [(row["text"], row["category"]) for row in csv.DictReader(lines)]

    return Messages("banking77", *map(rows, BANKING))


def _clinc() -> Messages:
    sets = json.loads(Path(DATA / CLINC[0]).read_text(encoding="utf-8"))
    pairs = {name: [(text, code) for text, code in sets[name]] for name in ("train", "test", "oos_test")}
    return Messages("CLINC150", pairs["train"], pairs["test"], [text for text, _code in pairs["oos_test"]])


def _measure(load: Callable[[], Messages]) -> None:
    import django

    django.setup()
    from firstpoint.domain.knowledge.queries import meaning

    messages = load()
    sides = {PLAIN: _plain(messages), WORDS: _triage(messages)}
    cold = {"words": _triage(messages, shots=0)}
    if meaning.is_installed():
        encoded = _encoded(messages)
        sides[BOTH] = _triage(messages, encoded)
        cold["words and meaning"] = _triage(messages, encoded, shots=0)
    _show(messages, sides, cold)


def _encoded(messages: Messages) -> dict[str, Any]:
    """Return the vector of each text and of each name, once for all sides, and how long one takes."""
    from firstpoint.domain.knowledge.queries.encoding import encode

    texts = {text for text, _code in (*messages.train, *messages.test)} | set(messages.outside)
    texts |= {_name_of(code) for _text, code in messages.train}
    began = time.perf_counter()
    vectors: dict[str, Any] = {text: encode(text) for text in sorted(texts)}
    print(f"{messages.name}: a vector takes {1000 * (time.perf_counter() - began) / len(texts):.1f} ms")
    return vectors


def _name_of(code: str) -> str:
    """Return what a catalogue would call it."""
    return code.replace("_", " ").rstrip("?")


def _plain(messages: Messages) -> Judged:
    """Learn with what scikit-learn does unless told otherwise."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    began = time.perf_counter()
    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000))
    model.fit([text for text, _code in messages.train], [code for _text, code in messages.train])
    seconds = time.perf_counter() - began
    texts = [text for text, _code in messages.test]
    return Judged(
        types=list(model.classes_),
        shares=model.predict_proba(texts),
        outside=model.predict_proba(messages.outside) if messages.outside else None,
        seconds=seconds,
        milliseconds=_milliseconds(lambda text: model.predict_proba([text]), texts),
        megabytes=model[-1].coef_.nbytes / MEGABYTE,
    )


def _triage(messages: Messages, encoded: dict[str, Any] | None = None, *, shots: int | None = None) -> Judged:
    """Learn as Firstpoint does; without shots from the names alone, as from a new catalogue."""
    import numpy as np

    from firstpoint.domain.routing.actions.learning import Example, learn

    if shots is None:
        examples = [Example(text, code, writer) for writer, (text, code) in enumerate(messages.train)]
    else:
        examples = [Example(_name_of(code), code, None) for code in sorted({code for _text, code in messages.train})]
    vectors = np.array([encoded[example.text] for example in examples]) if encoded else None
    began = time.perf_counter()
    classifier, _measure = learn(examples, vectors)
    seconds = time.perf_counter() - began

    def judge(text: str) -> Any:
        shares = classifier.confidences(text, encoded[text] if encoded else None)
        return np.full(len(classifier.types), 1 / len(classifier.types)) if shares is None else shares

    texts = [text for text, _code in messages.test]
    return Judged(
        types=classifier.types,
        shares=np.array([judge(text) for text in texts]),
        outside=np.array([judge(text) for text in messages.outside]) if messages.outside else None,
        seconds=seconds,
        milliseconds=_milliseconds(judge, texts),
        megabytes=(len(classifier.to_bytes()) + len(json.dumps(classifier.vocabulary))) / MEGABYTE,
    )


def _milliseconds(judge: Callable[[str], Any], texts: Sequence[str]) -> float:
    began = time.perf_counter()
    for text in texts[:TIMED]:
        judge(text)
    return 1000 * (time.perf_counter() - began) / len(texts[:TIMED])


def _show(messages: Messages, sides: dict[str, Judged], cold: dict[str, Judged]) -> None:
    from firstpoint.domain.routing.actions.learning import measure

    def measured(side: Judged) -> Any:
        import numpy as np

        places = {code: place for place, code in enumerate(side.types)}
        return measure(side.shares, np.array([places[code] for _text, code in messages.test]))

    figures = {name: measured(side) for name, side in sides.items()}
    bar = figures[PLAIN].top_1
    rows = []
    for name, side in sides.items():
        found, is_ours = figures[name], name != PLAIN
        rows.append(
            (
                name,
                _judged(found.top_1, bar) if is_ours else f"{found.top_1:.3f}",
                f"{found.top_3:.3f}",
                _judged(found.calibration_error, CALIBRATION_BAR, most=True)
                if is_ours
                else f"{found.calibration_error:.3f}",
                f"{auroc(side.shares.max(axis=1).tolist(), side.outside.max(axis=1).tolist()):.3f}"
                if side.outside is not None
                else "-",
                f"{side.seconds:.1f}",
                f"{side.milliseconds:.2f}",
                f"{side.megabytes:.1f}",
            )
        )
    heads = ("side", "top-1", "top-3", "ECE", "AUROC of confidence, out of scope", "s to learn", "ms a text", "MB")
    title = (
        f"Triage on {messages.name}: {len(sides[PLAIN].types)} enquiry types, {len(messages.train):,} to learn from, "
        f"{len(messages.test):,} asked; vectors come on top"
    )
    tables.show(title, heads, rows)
    rows = [
        (name, f"{found.top_1:.3f}", f"{found.top_3:.3f}", f"{found.calibration_error:.3f}")
        for name, side in cold.items()
        for found in [measured(side)]
    ]
    tables.show(f"Cold start on {messages.name}: the names alone, no decision yet", ("side", *heads[1:4]), rows)


def _judged(figure: float, bar: float, *, most: bool = False) -> str:
    kept = figure <= bar if most else figure >= bar
    return f"{figure:.3f} ({'at most' if most else 'at least'} {bar:.3g}: {'kept' if kept else 'MISSED'})"
