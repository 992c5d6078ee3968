"""Findings: what readers lack stands on the list, and is gone once something was done about it."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, ArticleComment, ChangeRequest, Dismissal, FindingKind
from firstpoint.domain.knowledge.queries.findings import FEWEST_VOTES, Findings, comment_list, dismissals, findings
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.knowledge.tests.noting import a_search
from firstpoint.domain.people.models import SYSTEM, User, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def editor() -> Actor:
    return an_editor().acting()


def found(actor: Actor) -> Findings:
    return findings(actor)


def words(actor: Actor, kind: str = "unanswered") -> list[str]:
    return [each.words for each in getattr(found(actor), kind)]


def test_words_without_a_good_answer_are_counted_however_they_are_written(
    editor: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_search("Burn permit", total=0)
    a_search("burn PERMIT", has_answer=False)
    a_search("drones", total=0)
    a_search("water")
    a_search("dron", language="es", total=0)
    a_search("", place="form", total=0)
    a_search("staff words", total=0, by=editor, place="desk")
    with django_assert_num_queries(5):
        first, *others = found(editor).unanswered
    assert (first.words, first.language, first.times, first.nothing) == ("burn permit", "en", 2, 1)
    assert {(each.words, each.language) for each in others} == {("drones", "en"), ("dron", "es")}


def test_words_that_are_answered_since_are_no_finding(editor: Actor) -> None:
    a_search("Burn permit", total=0)
    with clock.frozen(clock.now() + DAY):
        a_search("burn permit")
        assert not words(editor)
        a_search("burn permit", language="es", total=0)
        assert words(editor) == ["burn permit"]


def test_old_searches_are_no_finding(editor: Actor) -> None:
    a_search("drones", total=0)
    a_search("water", asked=True)
    with clock.frozen(clock.now() + 31 * DAY):
        assert found(editor) == Findings([], [], [], [], [])


def test_searches_followed_by_a_contact_name_what_was_read(editor: Actor) -> None:
    an_article("bill")
    an_article("leak", english("A leak"))
    for opened in ("bill", "bill", "leak"):
        a_search("Water", opened=opened, asked=True)
    a_search("water", opened="leak")
    a_search("gas", asked=True)
    water, gas = found(editor).asked
    assert (water.words, water.times, water.searches, water.slug) == ("water", 3, 4, "bill")
    assert (gas.words, gas.times, gas.searches, gas.slug) == ("gas", 1, 1, None)


def low(*votes: bool, slug: str = "bill", language: str = "en") -> None:
    for helpful in votes:
        actions.vote(slug, actor=public_site(), language=language, helpful=helpful)
    actions.sum_days(actor=SYSTEM, days=0)


def test_an_article_is_low_by_the_votes_on_its_present_words(editor: Actor) -> None:
    an_article("bill", english(), spanish())
    with clock.frozen(clock.now() + DAY):
        low(*[False] * (FEWEST_VOTES - 1))
        assert not found(editor).low
        low(True)
        low(*[True] * 9, language="es")
        (article,) = found(editor).low
        assert (article.slug, article.language, article.helpful, article.unhelpful) == ("bill", "en", 1, 4)
        an_article("bill", english(title="Better words"))
        assert not found(editor).low
    with clock.frozen(clock.now() + 2 * DAY):
        low(*[False] * FEWEST_VOTES)
        assert [each.title for each in found(editor).low] == ["Better words"]


def test_a_low_article_is_off_the_list_while_somebody_writes(editor: Actor) -> None:
    bill = an_article("bill")
    with clock.frozen(clock.now() + DAY):
        low(*[False] * FEWEST_VOTES)
        actions.start_draft(bill, actor=editor, language="en")
        assert not found(editor).low


def test_stale_translations_and_overdue_reviews(editor: Actor) -> None:
    bill = an_article("bill", english(), spanish())
    an_article("bill", english(title="Pay a bill"))
    leak = an_article("leak", english("A leak"), review_by=clock.now().date())
    an_article("later", english("Later"), review_by=(clock.now() + 2 * DAY).date())
    (stale,) = found(editor).stale
    assert (stale.language, stale.title, stale.source_number) == ("es", "Pague el agua", 2)  # type: ignore[attr-defined]
    (overdue,) = found(editor).overdue
    assert overdue.article == leak
    actions.start_draft(bill, actor=editor, language="es")
    actions.confirm_article(leak.pk, actor=editor)
    assert (found(editor).stale, found(editor).overdue) == ([], [])
    leak.refresh_from_db()
    assert leak.review_by and leak.review_by.year == clock.now().year + 1


def test_a_leap_day_is_reviewed_on_the_day_before(editor: Actor) -> None:
    bill = an_article("bill")
    with clock.frozen(clock.now().replace(year=2028, month=2, day=29, hour=12)):
        assert actions.confirm_article(bill.pk, actor=editor).isoformat() == "2029-02-28"


def test_what_was_dismissed_comes_back_when_put_back_or_when_its_time_is_over(editor: Actor) -> None:
    a_search("drones", total=0)
    actions.dismiss_finding(actor=editor, kind=FindingKind.UNANSWERED, language="en", words="drones")
    actions.dismiss_finding(actor=editor, kind=FindingKind.UNANSWERED, language="en", words="drones")
    assert not words(editor)
    (dismissal,) = dismissals(editor)
    actions.put_back_finding(dismissal.pk, actor=editor)
    assert words(editor) == ["drones"]
    with pytest.raises(NotFound):
        actions.put_back_finding(dismissal.pk, actor=editor)
    actions.dismiss_finding(actor=editor, kind=FindingKind.UNANSWERED, language="en", words="drones")
    with clock.frozen(clock.now() + 91 * DAY):
        a_search("drones", total=0)
        assert words(editor) == ["drones"]
        assert not dismissals(editor)
        assert actions.forget_old_dismissals(actor=SYSTEM) == 1
    assert not Dismissal.objects.exists()


def test_an_article_is_begun_with_the_words_that_were_searched_for(editor: Actor) -> None:
    a_search("burn permit", total=0)
    draft = actions.write_about(actor=editor, kind="unanswered", language="en", words="burn permit")
    assert (draft.title, draft.article.slug) == ("Burn permit", "burn-permit")
    assert not words(editor)


def test_words_that_give_no_address_stay_on_the_list(editor: Actor) -> None:
    a_search("¿?", total=0)
    with pytest.raises(DomainError):
        actions.write_about(actor=editor, kind="unanswered", language="en", words="¿?")
    assert words(editor) == ["¿?"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "none"}, {"words": ""}, {"words": "x" * 201}, {"language": "xx"}])
def test_only_a_finding_can_be_dismissed(editor: Actor, wrong: dict[str, str]) -> None:
    about = {"kind": "asked", "language": "en", "words": "water"} | wrong
    with pytest.raises(DomainError):
        actions.dismiss_finding(actor=editor, **about)


def a_comment(text: str = "What about cards?", *, helpful: bool = False, language: str = "en") -> ArticleComment:
    return actions.comment_on_article("bill", actor=public_site(), language=language, helpful=helpful, text=text)


def test_a_comment_is_settled_put_back_or_made_a_change_request(editor: Actor) -> None:
    an_article("bill", english(), spanish())
    first, second = a_comment(), a_comment("¿Y con tarjeta?", language="es", helpful=True)
    assert list(comment_list(editor)) == [second, first]
    assert list(comment_list(editor, slug="bill", language="es", helpful=True)) == [second]
    actions.settle_comment(first.pk, actor=editor)
    assert list(comment_list(editor)) == [second]
    assert list(comment_list(editor, is_new=False)) == [second, first]
    with pytest.raises(DomainError):
        actions.settle_comment(first.pk, actor=editor)
    actions.unsettle_comment(first.pk, actor=editor)
    made = actions.request_from_comment(second.pk, actor=editor)
    assert ChangeRequest.objects.get() == made
    assert (made.article, made.language, made.wrong) == (second.article, "es", "¿Y con tarjeta?")
    assert list(comment_list(editor)) == [first]
    for again in (actions.request_from_comment, actions.unsettle_comment):
        with pytest.raises(DomainError):
            again(second.pk, actor=editor)


def test_only_those_who_write_see_and_settle(editor: Actor) -> None:
    an_article("bill")
    comment, junior = a_comment(), an_adviser(tier=1).acting()
    for refused in (
        lambda: findings(junior),
        lambda: comment_list(junior),
        lambda: dismissals(junior),
        lambda: actions.settle_comment(comment.pk, actor=junior),
        lambda: actions.dismiss_finding(actor=junior, kind="asked", language="en", words="x"),
        lambda: actions.forget_old_dismissals(actor=editor),
    ):
        with pytest.raises(NotPermitted):
            refused()
    specialist = an_adviser(tier=2).acting()
    actions.settle_comment(comment.pk, actor=specialist)
    assert ArticleComment.objects.get().settled_by == User.objects.get(pk=specialist.id)
