"""What was added and removed is marked, whatever the texts, and nothing of either is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpoint.domain.knowledge.actions import start_draft
from firstpoint.domain.knowledge.models import ArticleVersion
from firstpoint.domain.knowledge.queries.comparing import compare, marked, stretches
from firstpoint.domain.knowledge.tests.drafting import written
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.models import SYSTEM

TEXTS = st.text(st.sampled_from("ab <&\n.é"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_comparison(old: str, new: str) -> None:
    found = list(stretches(old, new))
    assert "".join(text for tag, text in found if tag != "ins") == old
    assert "".join(text for tag, text in found if tag != "del") == new


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert all(tag == "" for tag, _ in stretches(text, text))


def test_words_are_marked_for_eyes_and_for_ears_and_nothing_runs() -> None:
    html = marked("Pay by <b>cheque</b> today", "Pay by card today")
    assert '<ins><span class="usa-sr-only">[added: </span>card<span class="usa-sr-only">]</span></ins>' in html
    assert '<span class="usa-sr-only">[removed: </span>' in html
    assert "<b>" not in html


@pytest.mark.django_db
def test_every_part_is_compared_and_line_ends_do_not_count() -> None:
    article = an_article("bill", english(body="One.\nTwo.", keywords=("water",)))
    draft = written(start_draft(article, actor=SYSTEM, language="en"), "One.\r\nTwo.", title="Pay", summary="How")
    parts = {str(part.name): part.differs for part in compare(ArticleVersion.objects.get(), draft)}
    assert parts == {"Title": True, "Summary": True, "Keywords": True, "Text": False}


def test_long_texts_are_compared_in_no_long_time() -> None:
    for end in (" ", ". ", "\n"):
        old = end.join(f"word{number % 997} and the rest" for number in range(5000))
        new = end.join(f"word{number % 991} or the rest" for number in range(5000))
        started = time.perf_counter()
        assert "<ins>" in marked(old, new)
        assert time.perf_counter() - started < 5
