"""Words alone keep their order; codes stay on top of likenesses; and an answer is the likelier the more it says so."""

from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.queries.fusion import LEAST_ALIKE, Ranked, confidence_of, fuse, holds_code
from firstpoint.domain.knowledge.queries.meaning import Likeness
from firstpoint.domain.knowledge.queries.scoring import Scored, Statistics

KNOWN = Statistics(100, 80.0, {"tax": 20, "rare": 1, "#w9": 1})
DEGREES = st.floats(-1, 1)


def like(degree: float) -> Likeness:
    return Likeness(degree, degree, 0, 10, False)


def found(*shares: float) -> list[Scored]:
    return [Scored(place, 10 * share, share) for place, share in enumerate(sorted(shares, reverse=True), 1)]


@given(st.lists(st.floats(0.16, 1), min_size=1, max_size=8, unique=True))
def test_words_alone_keep_their_order(shares: list[float]) -> None:
    assert [each.version_id for each in fuse(found(*shares), {})] == list(range(1, len(shares) + 1))


@given(st.lists(DEGREES, min_size=3, max_size=3))
def test_a_name_stays_on_top_whatever_is_like_it(degrees: list[float]) -> None:
    alike = {place: like(degree) for place, degree in enumerate(degrees, 1)}
    assert fuse(found(12.0, 0.5), alike)[0].version_id == 1


@given(st.lists(DEGREES, min_size=3, max_size=3))
def test_a_code_that_few_hold_stays_on_top_too(degrees: list[float]) -> None:
    alike = {place: like(degree) for place, degree in enumerate(degrees, 1)}
    assert fuse(found(2.0, 0.5), alike, has_code=True)[0].version_id == 1


@given(st.dictionaries(st.integers(1, 9), DEGREES))
def test_nothing_is_found_that_has_neither_words_nor_likeness(degrees: dict[int, float]) -> None:
    ranked = fuse(found(0.5), {pk: like(degree) for pk, degree in degrees.items()})
    assert {each.version_id for each in ranked} == {1} | {pk for pk, degree in degrees.items() if degree >= LEAST_ALIKE}


@given(DEGREES, DEGREES)
def test_the_more_the_passage_is_like_it_the_likelier_is_the_answer(first: float, second: float) -> None:
    less, more = sorted((first, second))
    sure = [confidence_of(Ranked(1, 1.0, 0.5, like(degree)), KNOWN, {"tax"}) for degree in (less, more)]
    assert 0 <= sure[0] <= sure[1] <= 1


def test_rare_and_unknown_words_make_an_answer_less_likely_and_codes_certain() -> None:
    best = Ranked(1, 1.0, 0.5)
    common, rare, unknown = (confidence_of(best, KNOWN, {stem}) for stem in ("tax", "rare", "zebra"))
    assert common > rare > unknown
    assert confidence_of(best, KNOWN, {"zebra"}, has_code=holds_code(KNOWN, {"#w9"})) == 1
    assert confidence_of(None, KNOWN, {"tax"}) == 0
