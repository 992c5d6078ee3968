"""What editors do to whole articles: facts, names, withdrawal, reviews; and the lists in which they find them."""

from datetime import date, timedelta
from typing import Any

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotFound, Stale
from firstpoint.core.models import Event
from firstpoint.domain.catalogue.tests.make import a_service, an_occasion
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, Audience, FormerSlug
from firstpoint.domain.knowledge.queries import get_article, search
from firstpoint.domain.knowledge.queries.editing import (
    article_list,
    count_work,
    due_reviews,
    get_for_editing,
    history,
    rows,
)
from firstpoint.domain.knowledge.queries.renamed import slug_now
from firstpoint.domain.knowledge.queries.versions import Standing
from firstpoint.domain.knowledge.tasks import keep_publication_moments, note_due_reviews
from firstpoint.domain.knowledge.tests.drafting import a_draft, written
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser, an_editor

pytestmark = pytest.mark.django_db


def count(event_type: str) -> int:
    return Event.objects.filter(type=event_type).count()


def slugs(**narrowed: Any) -> list[str]:
    return [article.slug for article in article_list(SYSTEM, **narrowed)]


def test_a_withdrawn_article_is_gone_for_readers_until_it_is_put_back() -> None:
    article = an_article("bill", english(), spanish())
    actions.withdraw_article(article, actor=SYSTEM)
    with pytest.raises(NotFound):
        get_article(public_site(), "bill", "en")
    assert search(public_site(), "water bill", "en").total == 0
    with pytest.raises(DomainError, match="Nothing of this article is published"):
        actions.withdraw_article(article, actor=SYSTEM)
    assert slugs(state=Standing.WITHDRAWN) == ["bill"]
    actions.put_back_article(article, actor=SYSTEM)
    assert get_article(public_site(), "bill", "es").title == "Pague el agua"
    assert search(public_site(), "water bill", "en").total == 1
    with pytest.raises(DomainError, match="Nothing of this article was withdrawn"):
        actions.put_back_article(article, actor=SYSTEM)
    assert (count("article.withdrawn"), count("article.put_back")) == (1, 1)


def test_an_article_is_withdrawn_at_its_moment_once() -> None:
    article = an_article()
    at = clock.now() + timedelta(days=1)
    with pytest.raises(DomainError, match="has passed"):
        actions.schedule_withdrawal(article, actor=SYSTEM, withdraw_at=clock.now())
    actions.schedule_withdrawal(article, actor=SYSTEM, withdraw_at=at)
    actions.schedule_withdrawal(article, actor=SYSTEM, withdraw_at=None)
    actions.schedule_withdrawal(article, actor=SYSTEM, withdraw_at=at)
    keep_publication_moments(0)
    assert article.versions.filter(is_published=True).exists()
    with clock.frozen(at):
        keep_publication_moments(0)
        keep_publication_moments(0)
    assert not article.versions.filter(is_published=True).exists()
    assert count("article.withdrawn") == 1


def test_facts_change_unless_somebody_else_changed_them() -> None:
    article, other = an_article("bill"), an_article("leak")
    facts = {"kind": "faq", "audience": Audience.STAFF, "service": a_service(), "occasions": [an_occasion()]}
    actions.change_facts(article, actor=SYSTEM, changes=0, related=[other], review_by=date(2026, 9, 1), **facts)
    article.refresh_from_db()
    assert (article.kind, article.audience, article.changes) == ("faq", "staff", 1)
    assert (list(article.related.all()), list(article.occasions.all())) == ([other], [an_occasion()])
    assert search(public_site(), "water bill", "en").total == 1
    with pytest.raises(Stale):
        actions.change_facts(article, actor=SYSTEM, changes=0, kind="article")
    actions.change_facts(article, actor=SYSTEM, changes=1, related=[other], review_by=date(2026, 9, 1), **facts)
    assert (count("article.changed"), count("article.related")) == (1, 1)
    with pytest.raises(DomainError, match="audience"):
        actions.change_facts(article, actor=SYSTEM, changes=1, audience="nobody")


def test_a_renamed_article_is_found_under_every_name_it_had() -> None:
    article = an_article("bill")
    actions.rename_article(article, actor=SYSTEM, slug="water-bill")
    actions.rename_article(article, actor=SYSTEM, slug="pay-for-water")
    actions.rename_article(article, actor=SYSTEM, slug="pay-for-water")
    assert (slug_now("bill"), slug_now("water-bill")) == ("pay-for-water", "pay-for-water")
    assert slug_now("pay-for-water") is None
    assert get_for_editing(SYSTEM, "bill").pk == article.pk
    assert an_article("bill", english(body="Changed by an import.")).pk == article.pk
    actions.rename_article(article, actor=SYSTEM, slug="bill")
    assert (slug_now("bill"), slug_now("pay-for-water")) == (None, "bill")
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"water-bill", "pay-for-water"}
    actions.change_facts(article, actor=SYSTEM, changes=0, audience=Audience.STAFF)
    assert slug_now("water-bill") is None


@pytest.mark.parametrize("slug", ["", "Bill", "a b", "a/b", "x" * 121, "agua-ñ", "leak", "old-leak"])
def test_an_address_is_refused_that_is_none_or_leads_elsewhere(slug: str) -> None:
    article, other = an_article("bill"), an_article("old-leak")
    actions.rename_article(other, actor=SYSTEM, slug="leak")
    with pytest.raises(DomainError, match="address"):
        actions.rename_article(article, actor=SYSTEM, slug=slug)
    with pytest.raises(DomainError, match="address"):
        actions.start_article(actor=SYSTEM, title="!!!" if not slug else "A title", slug=slug, language="en")


def test_a_passed_review_is_noted_once_for_each_date() -> None:
    article = an_article(review_by=date(2026, 3, 2))
    an_article("later", review_by=date(2026, 3, 3))
    actions.start_article(actor=SYSTEM, title="Unpublished", language="en")
    Article.objects.filter(slug="unpublished").update(review_by=date(2026, 1, 1))
    note_due_reviews(0)
    note_due_reviews(0)
    actions.note_review_due(article.pk, actor=SYSTEM)
    assert count("article.review_due") == 1
    article.refresh_from_db()
    actions.change_facts(article, actor=SYSTEM, changes=0, review_by=date(2026, 3, 1))
    assert due_reviews() == [article.pk]
    note_due_reviews(0)
    assert list(Event.objects.filter(type="article.review_due").order_by("id").values_list("data", flat=True)) == [
        {"review_by": "2026-03-02"},
        {"review_by": "2026-03-01"},
    ]
    assert slugs(overdue=True) == ["pay-your-water-bill"]


def test_the_list_narrows() -> None:
    owner = an_editor()
    an_article("both", english("Bulky waste"), spanish(), service=a_service(), owner=owner)
    an_article("one", english(), audience=Audience.STAFF)
    a_draft("Bulky draft")
    assert slugs() == ["both", "bulky-draft", "one"]
    assert slugs(search="bulky") == ["both", "bulky-draft"]
    assert slugs(state=Standing.MISSING, language="es") == ["bulky-draft", "one"]
    assert slugs(state=Standing.PUBLISHED, language="es") == ["both"]
    assert slugs(state="draft") == ["bulky-draft"]
    assert slugs(state="draft", language="es") == []
    assert slugs(language="es") == ["both"]
    assert slugs(service=a_service().code) == ["both"]
    assert slugs(audience="staff") == ["one"]
    assert slugs(owner=owner.pk) == ["both"]


def test_a_row_says_how_its_languages_stand(django_assert_num_queries: Any) -> None:
    an_article("bill", english(), spanish())
    an_article("bill", english(body="Newer."))
    a_draft("Pothole")
    with django_assert_num_queries(3):
        bill, pothole = rows(list(article_list(SYSTEM)), "es")
    assert (bill.title, [str(state.standing) for state in bill.languages]) == ("Pague el agua", ["published", "stale"])
    assert (pothole.title, [bool(state.draft) for state in pothole.languages]) == ("Pothole", [True, False])


def test_the_work_is_counted() -> None:
    an_article("bill", english(), spanish(), review_by=date(2026, 1, 1))
    an_article("bill", english(body="Newer."))
    draft = written(a_draft("One"))
    actions.ask_review(draft, actor=SYSTEM, saves=2)
    scheduled = written(a_draft("Two"))
    actions.schedule_draft(scheduled, actor=SYSTEM, saves=2, publish_at=clock.now() + timedelta(days=1))
    a_draft("Three")
    actions.request_change(actor=an_adviser().acting(), wrong="The fee.", language="en")
    work = count_work(an_editor().acting())
    assert (work.in_review, work.scheduled, work.drafts, work.returned) == (1, 1, 1, 0)
    assert (work.stale, work.overdue, work.requests) == (1, 1, 1)


def test_the_history_is_newest_first() -> None:
    article = an_article("bill")
    an_article("bill", english(body="Newer."))
    assert [version.number for version in history(article, "en")] == [2, 1]
