"""How often the right answer comes first, or near: on the three sets, with typing errors, and where there is none.

Everything is asked of every side over the same documents; differences are of the same queries, in pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from bench import tables
from bench.search import codes
from bench.search.engines import (
    LEXICAL,
    MEANING,
    SEMANTIC,
    TANTIVY,
    TS_RANK,
    Answer,
    Engine,
    Meaning,
    Side,
    engines,
    publish,
)
from bench.search.scores import Estimate, difference, estimate, estimate_auroc, ndcg
from bench.search.sets import Document, Query, SearchSet, federal_faq, load, with_typos

NAMES = ("A", "B", "C")
WORSE = -0.01
BETTER_ON_A = 0.05
GOALS = {LEXICAL: {"A": 0.66, "B": 0.58, "C": 0.975}, SEMANTIC: {"A": 0.84, "B": 0.73, "C": 0.975}}
LOST_TO_TYPOS, LOST_GOAL = 0.03, 0.015
TELLING_GOAL = 0.75
RIGHT_FIRST = 0.99
OURS = (LEXICAL, SEMANTIC)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one side answered on one set."""

    scores: list[float]
    mistyped_scores: list[float]
    answered: list[Answer]
    unanswered: list[Answer]
    empty: list[str]
    queries: int


Results = dict[str, dict[str, Asked]]


def run() -> None:
    """Ask, and print what came of it."""
    results = {name: _ask_all(load(name)) for name in NAMES}
    show_scores(results)
    show_comparisons(results)
    show_typos(results)
    show_telling(results["B"])
    show_codes(results)


def _ask_all(chosen: SearchSet) -> dict[str, Asked]:
    database = publish(f"search_{chosen.name.lower()}", chosen.language, chosen.documents)
    with engines(database, chosen.language, chosen.documents) as sides:
        semantic = sides.get(SEMANTIC)
        alone = {MEANING: Meaning(semantic)} if isinstance(semantic, Side) else {}
        return {name: _ask(side, chosen) for name, side in (sides | alone).items()}


def _ask(side: Engine, chosen: SearchSet) -> Asked:
    clean = [side.ask(query.text) for query in chosen.queries]
    mistyped = [side.ask(query.text) for query in with_typos(chosen).queries]
    unanswered = [side.ask(query.text) for query in chosen.unanswered]
    everything = [*clean, *mistyped, *unanswered]
    texts = [query.text for query in (*chosen.queries, *with_typos(chosen).queries, *chosen.unanswered)]
    return Asked(
        _scores(clean, chosen.queries),
        _scores(mistyped, chosen.queries),
        clean,
        unanswered,
        _empty(everything, texts),
        len(everything),
    )


def _scores(answers: Sequence[Answer], queries: Sequence[Query]) -> list[float]:
    return [ndcg(answer.slugs, query.right) for answer, query in zip(answers, queries, strict=True)]


def show_scores(results: Results) -> None:
    """Print each side's figure on each set."""
    heads = (f"{name} ({len(load(name).queries):,} queries, {len(load(name).documents):,} documents)" for name in NAMES)
    rows = [
        (side, *(f"{estimate(results[name][side].scores)}{_goal(side, name)}" for name in NAMES))
        for side in results["A"]
    ]
    tables.show("nDCG@10 with 95 % bootstrap intervals", ("side", *heads), rows)


def _goal(side: str, name: str) -> str:
    return f" goal {GOALS[side][name]:g}" if side in GOALS else ""


def show_comparisons(results: Results) -> None:
    """Print the differences that have bars."""
    rows = []
    for first, second in ((LEXICAL, TANTIVY), (LEXICAL, TS_RANK), (SEMANTIC, LEXICAL), (SEMANTIC, MEANING)):
        if first in results["A"]:
            found = [difference(results[name][first].scores, results[name][second].scores) for name in NAMES]
            bars = [None if second == TS_RANK else WORSE for _name in NAMES]
            if second == TANTIVY:
                bars[0] = BETTER_ON_A
            rows.append((f"{first} − {second}", *(judged(each, bar) for each, bar in zip(found, bars, strict=True))))
    tables.show("Differences of nDCG@10 on the same queries", ("sides", *NAMES), rows)


def show_typos(results: Results) -> None:
    """Print what one typing error in each query costs."""
    rows = []
    for side in results["A"]:
        lost = [difference(results[name][side].scores, results[name][side].mistyped_scores) for name in NAMES]
        bar = LOST_TO_TYPOS if side in OURS else None
        rows.append((side, *(judged(each, bar, most=True) for each in lost)))
    tables.show(f"nDCG@10 lost to one typing error in each query (goal {LOST_GOAL:g})", ("side", *NAMES), rows)


def show_telling(asked: dict[str, Asked]) -> None:
    """Print how well each side's signals tell the questions that have an answer from those that have none."""
    areas = {
        (side, signal): estimate_auroc(*values)
        for side, each in asked.items()
        for signal in ("score", "confidence")
        if (values := _signal(each, signal)) is not None
    }
    best_score = max(area.mean for (_side, signal), area in areas.items() if signal == "score")
    rows = []
    for side, each in asked.items():
        score, confidence = areas.get((side, "score")), areas.get((side, "confidence"))
        own = "-" if side not in OURS else "not there yet"
        rows.append(
            (
                side,
                score or "-",
                judged(confidence, best_score) if confidence else own,
                _share_answered(each.answered) or own,
                _share_answered(each.unanswered) or own,
            )
        )
    tables.show(
        f"No good answer: {len(asked[LEXICAL].answered)} questions with an answer against "
        f"{len(asked[LEXICAL].unanswered)} without, AUROC (goal {TELLING_GOAL:g})",
        ("side", "top score alone", "confidence", "with: taken as answered", "without: taken as answered"),
        rows,
    )


def _signal(asked: Asked, name: str) -> tuple[list[float], list[float]] | None:
    """Return the signal on the questions with and without an answer; nothing where the side does not give it."""
    both = [[getattr(answer, name) for answer in answers] for answers in (asked.answered, asked.unanswered)]
    return None if None in chain(*both) else (both[0], both[1])


def _share_answered(answers: Sequence[Answer]) -> str:
    said = [answer.is_answered for answer in answers if answer.is_answered is not None]
    return f"{100 * sum(said) / len(said):.0f} %" if said else ""


def show_codes(results: Results) -> None:
    """Print how often the one right article is first for names, numbers and codes, and how often nothing is found."""
    real = [Document(f"real-{number}", question, answer) for number, question, answer in federal_faq()]
    made, queries_by_kind = codes.make()
    queries = [(kind, query) for kind in sorted(queries_by_kind) for query in queries_by_kind[kind]]
    with engines(publish("search_codes", "en", [*real, *made]), "en", [*real, *made]) as sides:
        answers = {side: [engine.ask(query.text) for _kind, query in queries] for side, engine in sides.items()}
    firsts = {
        side: [answer.slugs[:1] == list(query.right) for answer, (_kind, query) in zip(each, queries, strict=True)]
        for side, each in answers.items()
    }
    rows: list[tuple[object, ...]] = [
        (kind, *(_count(first, [kind == each for each, _query in queries]) for first in firsts.values()))
        for kind in queries_by_kind
    ]
    bars = {side: RIGHT_FIRST if side in OURS else None for side in firsts}
    rows.append(("all", *(judged(estimate(each), bars[side]) for side, each in firsts.items())))
    tables.show("Names, form numbers, telephone numbers and codes: the right article first", ("queries", *firsts), rows)
    texts = [query.text for _kind, query in queries]
    for side in [side for side in OURS if side in firsts]:
        missed = [text for text, is_first in zip(texts, firsts[side], strict=True) if not is_first]
        print(f"{side}, another article first: {'; '.join(missed) or 'never'}")
    show_empty(
        {
            side: [*chain(*(each[side].empty for each in results.values())), *_empty(answers[side], texts)]
            for side in answers
        },
        sum(each[LEXICAL].queries for each in results.values()) + len(queries),
    )


def _count(firsts: Sequence[bool], of_kind: Sequence[bool]) -> str:
    chosen = [is_first for is_first, is_of_kind in zip(firsts, of_kind, strict=True) if is_of_kind]
    return f"{sum(chosen)} of {len(chosen)}"


def show_empty(empty: dict[str, list[str]], asked: int) -> None:
    """Print how many queries had no result, and which."""
    rows = [
        (side, f"{asked:,}", len(each), tables.verdict(100 * len(each) / asked, 0, most=True) if side in OURS else "")
        for side, each in empty.items()
    ]
    tables.show("Queries of all the above without any result", ("side", "queries", "without result", "% of them"), rows)
    for side in [side for side in OURS if empty.get(side)]:
        print(f"{side}, nothing found: {'; '.join(empty[side])}")


def _empty(answers: Sequence[Answer], texts: Sequence[str]) -> list[str]:
    """Return the texts for which nothing was found."""
    return [text for text, answer in zip(texts, answers, strict=True) if not answer.slugs]


def judged(figure: Estimate, bar: float | None, *, most: bool = False) -> str:
    """Return the figure, and its bar and whether the mean keeps it where there is one."""
    if bar is None:
        return str(figure)
    kept = figure.mean <= bar if most else figure.mean >= bar
    return f"{figure} ({'at most' if most else 'at least'} {bar:.3g}: {'kept' if kept else 'MISSED'})"
