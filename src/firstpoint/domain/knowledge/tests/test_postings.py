"""What a process holds of the postings gives what the database would, is bounded, and is gone with the next publication."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.core.published import note_revision, one_revision
from firstpoint.domain.knowledge.models import Audience, Posting
from firstpoint.domain.knowledge.queries.memory import Memory
from firstpoint.domain.knowledge.queries.postings import Damping, Postings, best_of, postings_of
from firstpoint.domain.knowledge.queries.words import composed, fold
from firstpoint.domain.knowledge.tests.make import an_article, english

DAMPING = Damping(k1=1.2, least=0.18, by_word=0.01, title_weight=2)

some_postings = st.dictionaries(st.integers(1, 40), st.integers(0, 2**16 - 1), max_size=30).map(
    lambda values: Postings(
        array("i", sorted(values)), array("H", [values[pk] for pk in sorted(values)]), array("H", [1] * len(values))
    )
)


@pytest.mark.django_db
def test_postings_are_those_of_the_database() -> None:
    an_article("bins", english("Bins", "A bin, and another bin. What more of a bin?"))
    an_article("tree", english("Trees", "Put leaves into a bin."))
    (found,) = postings_of(["bin"], "en", [Audience.PUBLIC], DAMPING)["bin"]
    rows = list(Posting.objects.filter(language="en", stem="bin").order_by("version_id"))
    assert list(found.version_ids) == [row.version_id for row in rows]
    for row, in_all, in_body in zip(rows, found.in_all, found.in_body, strict=True):
        body = row.body / (row.body + DAMPING.least + DAMPING.by_word * row.length)
        assert in_body / DAMPING.unit == pytest.approx(body, abs=1e-4)
        title = DAMPING.title_weight * row.title / (row.title + DAMPING.k1)
        assert in_all / DAMPING.unit == pytest.approx(body + title, abs=1e-4)


@pytest.mark.django_db
def test_those_for_staff_are_held_by_themselves() -> None:
    an_article("script", english("Zebra"), audience=Audience.STAFF)
    public, staff = postings_of(["zebra"], "en", [Audience.PUBLIC, Audience.STAFF], DAMPING)["zebra"]
    assert (len(public.version_ids), len(staff.version_ids)) == (0, 1)


@given(asked=st.lists(st.tuples(st.integers(1, 9).map(float), some_postings), max_size=5), most=st.integers(1, 12))
def test_the_best_are_those_whose_sums_are_highest(asked: list[tuple[float, Postings]], most: int) -> None:
    sums: dict[int, float] = {}
    for weight, postings in asked:
        for version_id, value in zip(postings.version_ids, postings.in_all, strict=True):
            sums[version_id] = sums.get(version_id, 0.0) + weight * value
    assert best_of(asked, most) == sorted(sums, key=lambda version_id: (-sums[version_id], version_id))[:most]


@given(postings=some_postings, version_ids=st.lists(st.integers(1, 40)))
def test_a_body_counts_where_the_stem_stands(postings: Postings, version_ids: list[int]) -> None:
    assert postings.bodies(version_ids) == [int(version_id in postings.version_ids) for version_id in version_ids]


@given(st.text().map(composed))
def test_folding_looks_at_each_letter(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text).lower()) == len(text)


def test_a_memory_reads_what_it_has_not_met_until_something_is_published() -> None:
    memory, read = Memory[int, str](3), list[int]()

    def reading(keys: list[int]) -> dict[int, str]:
        read.extend(keys)
        return {key: str(key) for key in keys}

    with one_revision():
        note_revision(1)
        assert memory.recall([1, 2], reading) == {1: "1", 2: "2"}
        assert memory.recall([2, 3], reading) == {2: "2", 3: "3"}
        assert read == [1, 2, 3]
        # Full: it begins again, and what was asked for is whole all the same.
        assert memory.recall([3, 4], reading) == {3: "3", 4: "4"}
        memory.recall([1], reading)
        assert read == [1, 2, 3, 4, 1]
    with one_revision():
        note_revision(2)
        memory.recall([1], reading)
    assert read[-2:] == [1, 1]
