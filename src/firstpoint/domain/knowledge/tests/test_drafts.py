"""Drafts: who may write them, that nobody overwrites anybody, and their way to publication and back."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.db import transaction

from firstpoint.core import clock
from firstpoint.core.errors import DomainError, NotFound, NotPermitted, Stale
from firstpoint.core.models import Event
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.actions import Words
from firstpoint.domain.knowledge.actions.writing import words_of
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleVersion, DraftState, DraftText
from firstpoint.domain.knowledge.queries.editing import article_list, get_draft, get_for_editing
from firstpoint.domain.knowledge.queries.versions import Standing, languages_of
from firstpoint.domain.knowledge.rights import drafts_visible_to, may_draft
from firstpoint.domain.knowledge.tasks import keep_publication_moments
from firstpoint.domain.knowledge.tests.drafting import a_draft, written
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM, Role, User, public_site
from firstpoint.domain.people.tests.make import a_member_of_staff, a_supervisor, an_adviser, an_auditor, an_editor

pytestmark = pytest.mark.django_db


def types_of(article: Article) -> list[str]:
    found = Event.objects.filter(subject_type="knowledge.article", subject_id=article.pk).order_by("id")
    return [event.type for event in found]


def test_a_specialist_drafts_an_editor_publishes() -> None:
    writer, editor = an_adviser(tier=2), an_editor()
    draft = written(a_draft(actor=writer), actor=writer, summary="Where and how.", keywords=("hole", "road"))
    actions.ask_review(draft, actor=writer.acting(), saves=draft.saves)
    with pytest.raises(NotPermitted):
        actions.publish_draft(draft, actor=writer.acting(), saves=draft.saves)
    version = actions.publish_draft(draft, actor=editor.acting(), saves=draft.saves)
    assert (version.title, version.body, version.keywords) == (
        "Report a pothole",
        "Tell us where it is.",
        ["hole", "road"],
    )
    assert (version.number, version.is_published, version.published_by_id) == (1, True, editor.pk)
    assert not ArticleDraft.objects.exists()
    assert types_of(draft.article) == [
        "article.draft_started",
        "article.draft_saved",
        "article.review_asked",
        "article.published",
    ]
    assert draft.article.slug == "report-a-pothole"


@pytest.mark.parametrize("make", [an_adviser, an_auditor, a_supervisor])
def test_others_write_nothing(make: Any) -> None:
    actor = make().acting()
    article = an_article()
    draft = a_draft("Another")
    words = Words("en", "Mine", "Now.")
    for act in (
        lambda: actions.start_article(actor=actor, title="Mine", language="en"),
        lambda: actions.start_draft(article, actor=actor, language="en"),
        lambda: actions.save_draft(draft, actor=actor, saves=1, words=words),
        lambda: actions.ask_review(draft, actor=actor, saves=1),
        lambda: actions.catch_up(draft, actor=actor, saves=1),
        lambda: actions.discard_draft(draft, actor=actor, saves=1),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert Article.objects.count() == 2


def test_only_editors_decide() -> None:
    actor, article = an_adviser(tier=2).acting(), an_article()
    draft = written(a_draft("Another"))
    for act in (
        lambda: actions.publish_draft(draft, actor=actor, saves=2),
        lambda: actions.schedule_draft(draft, actor=actor, saves=2, publish_at=clock.now() + timedelta(days=1)),
        lambda: actions.unschedule_draft(draft, actor=actor),
        lambda: actions.publish_due_draft(draft.pk, actor=actor),
        lambda: actions.return_draft(draft, actor=actor, saves=2, note="No."),
        lambda: actions.withdraw_article(article, actor=actor),
        lambda: actions.schedule_withdrawal(article, actor=actor, withdraw_at=None),
        lambda: actions.withdraw_due_article(article.pk, actor=actor),
        lambda: actions.put_back_article(article, actor=actor),
        lambda: actions.rename_article(article, actor=actor, slug="new"),
        lambda: actions.change_facts(article, actor=actor, changes=0, kind="faq"),
        lambda: actions.confirm_translation(article, actor=actor, language="es", source=1),
        lambda: actions.note_review_due(article.pk, actor=actor),
        lambda: actions.discard_draft(draft, actor=actor, saves=2),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_two_who_write_never_overwrite_each_other() -> None:
    ana, bo = an_editor(), an_adviser(tier=2)
    draft = a_draft()
    actions.save_draft(draft, actor=ana.acting(), saves=1, words=Words("en", "Potholes", "Ana's text."))
    aside = actions.save_draft(draft, actor=bo.acting(), saves=1, words=Words("en", "Holes", "Bo's text."))
    draft.refresh_from_db()
    assert (draft.title, draft.body, draft.saved_by_id, draft.saves) == ("Potholes", "Ana's text.", ana.pk, 2)
    assert aside is not None
    assert (aside.is_aside, aside.body, aside.saved_by_id) == (True, "Bo's text.", bo.pk)
    assert types_of(draft.article)[-1] == "article.draft_set_aside"
    assert actions.save_draft(draft, actor=bo.acting(), saves=2, words=Words("en", "Holes", "Both texts.")) is None
    assert set(DraftText.objects.filter(draft=draft).values_list("body", "saved_by")) == {
        ("", 2),
        ("Ana's text.", ana.pk),
        ("Bo's text.", bo.pk),
    }
    with pytest.raises(Stale):
        actions.publish_draft(draft, actor=ana.acting(), saves=2)


def test_saving_the_same_words_is_no_save() -> None:
    draft = written(a_draft())
    assert written(draft).saves == 2
    words = Words("en", draft.title, draft.body)
    assert actions.save_draft(draft, actor=SYSTEM, saves=1, words=words) is None
    assert types_of(draft.article).count("article.draft_saved") == 1


def test_a_draft_begins_from_what_is_published_and_is_one_for_each_language() -> None:
    article = an_article("bill", english(keywords=("water",), summary="How."), spanish())
    draft = actions.start_draft(article, actor=SYSTEM, language="en")
    assert (draft.title, draft.body, draft.summary, draft.keywords) == (
        "Pay your water bill",
        "Pay online or by phone.",
        "How.",
        ["water"],
    )
    assert actions.start_draft(article, actor=SYSTEM, language="en").pk == draft.pk
    other = actions.start_draft(article, actor=SYSTEM, language="es")
    assert other.pk != draft.pk
    assert other.translates is not None and other.translates.language == "en"
    with pytest.raises(DomainError, match="does not offer"):
        actions.start_draft(article, actor=SYSTEM, language="xx")


def test_a_returned_draft_says_why_and_goes_to_review_again() -> None:
    writer, editor = an_adviser(tier=2), an_editor()
    draft = written(a_draft(actor=writer), actor=writer)
    with pytest.raises(DomainError, match="not in review"):
        actions.return_draft(draft, actor=editor.acting(), saves=2, note="Shorter, please.")
    actions.ask_review(draft, actor=writer.acting(), saves=2)
    with pytest.raises(DomainError, match="Say what"):
        actions.return_draft(draft, actor=editor.acting(), saves=2, note=" ")
    actions.return_draft(draft, actor=editor.acting(), saves=2, note="Shorter, please.")
    draft.refresh_from_db()
    assert (draft.state, draft.note) == (DraftState.DRAFT, "Shorter, please.")
    draft = written(draft, "Tell us.", actor=writer)
    actions.ask_review(draft, actor=writer.acting(), saves=3)
    with pytest.raises(DomainError, match="already"):
        actions.ask_review(draft, actor=writer.acting(), saves=3)
    draft.refresh_from_db()
    assert (draft.state, draft.note) == (DraftState.IN_REVIEW, "")


def test_what_is_reviewed_stays_reviewed_only_while_editors_change_it() -> None:
    writer, editor = an_adviser(tier=2), an_editor()
    draft = written(a_draft(actor=writer), actor=writer)
    actions.ask_review(draft, actor=writer.acting(), saves=2)
    assert written(draft, "Edited.", actor=editor).state == DraftState.IN_REVIEW
    assert written(draft, "Changed again.", actor=writer).state == DraftState.DRAFT


@pytest.mark.parametrize(("title", "body"), [("", "Text."), ("Title", " "), ("Title", "[a]: https://a.example")])
def test_what_nobody_could_read_is_not_published(title: str, body: str) -> None:
    draft = written(a_draft(), body, title=title)
    for act in (
        lambda: actions.ask_review(draft, actor=SYSTEM, saves=draft.saves),
        lambda: actions.publish_draft(draft, actor=SYSTEM, saves=draft.saves),
        lambda: actions.schedule_draft(
            draft, actor=SYSTEM, saves=draft.saves, publish_at=clock.now() + timedelta(days=1)
        ),
    ):
        with pytest.raises(DomainError, match="is empty"):
            act()
    assert not ArticleVersion.objects.exists()


def test_a_draft_that_is_too_large_is_refused() -> None:
    with pytest.raises(DomainError, match="Make two articles"):
        written(a_draft(), "x" * 100_001)
    with pytest.raises(DomainError, match="title"):
        written(a_draft("Another"), title="x" * 501)
    with pytest.raises(DomainError, match="at most 50 keywords"):
        written(a_draft("A third"), keywords=tuple("abcdefghij" * 6))


def test_nothing_is_published_over_a_version_that_nobody_compared() -> None:
    article = an_article("bill")
    draft = written(actions.start_draft(article, actor=SYSTEM, language="en"), "From the desk.")
    an_article("bill", english(body="From the import."))
    with pytest.raises(DomainError, match="Another version was published"):
        actions.publish_draft(draft, actor=SYSTEM, saves=2)
    actions.catch_up(draft, actor=SYSTEM, saves=2)
    assert actions.publish_draft(draft, actor=SYSTEM, saves=2).number == 3


def test_a_scheduled_draft_is_published_at_its_moment_in_the_name_of_the_editor() -> None:
    editor = an_editor()
    draft = written(a_draft())
    at = clock.now() + timedelta(hours=2)
    with pytest.raises(DomainError, match="has passed"):
        actions.schedule_draft(draft, actor=editor.acting(), saves=2, publish_at=clock.now())
    actions.schedule_draft(draft, actor=editor.acting(), saves=2, publish_at=at)
    keep_publication_moments(0)
    assert not ArticleVersion.objects.exists()
    with clock.frozen(at):
        keep_publication_moments(0)
        keep_publication_moments(0)
    version = ArticleVersion.objects.get()
    assert (version.is_published, version.published_by_id, version.published_at) == (True, editor.pk, at)
    assert types_of(draft.article)[-2:] == ["article.scheduled", "article.published"]


def test_a_scheduled_draft_that_was_changed_or_overtaken_waits_for_review() -> None:
    article = an_article("bill")
    at = clock.now() + timedelta(hours=2)
    draft = written(actions.start_draft(article, actor=SYSTEM, language="en"), "New.")
    actions.schedule_draft(draft, actor=SYSTEM, saves=2, publish_at=at)
    draft = written(draft, "Newer.", actor=an_adviser(tier=2))
    assert (draft.state, draft.publish_at) == (DraftState.DRAFT, None)
    actions.schedule_draft(draft, actor=SYSTEM, saves=3, publish_at=at)
    actions.unschedule_draft(draft, actor=SYSTEM)
    with pytest.raises(DomainError, match="not scheduled"):
        actions.unschedule_draft(draft, actor=SYSTEM)
    actions.schedule_draft(draft, actor=SYSTEM, saves=3, publish_at=at)
    an_article("bill", english(body="From the import."))
    with clock.frozen(at):
        keep_publication_moments(0)
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == (DraftState.IN_REVIEW, None)
    assert ArticleVersion.objects.get(is_published=True).body == "From the import."


def test_discarding_the_only_draft_leaves_nothing() -> None:
    writer, other = an_adviser(tier=2), an_adviser(tier=2)
    draft = written(a_draft(actor=writer), actor=writer)
    with pytest.raises(NotPermitted, match="Ask an editor"):
        actions.discard_draft(draft, actor=other.acting(), saves=2)
    actions.discard_draft(draft, actor=writer.acting(), saves=2)
    assert not Article.objects.exists()
    article = an_article()
    actions.discard_draft(actions.start_draft(article, actor=SYSTEM, language="es"), actor=SYSTEM, saves=1)
    assert Article.objects.get().pk == article.pk


def test_a_translation_falls_behind_its_source_and_catches_up() -> None:
    article = an_article("bill", english())
    draft = written(actions.start_draft(article, actor=SYSTEM, language="es"), "Pague.", title="Pague")

    def standing() -> dict[str, Standing]:
        return {state.language: state.standing for state in languages_of(SYSTEM, article)}

    assert standing() == {"en": Standing.PUBLISHED, "es": Standing.MISSING}
    actions.publish_draft(draft, actor=SYSTEM, saves=2)
    assert standing() == {"en": Standing.PUBLISHED, "es": Standing.PUBLISHED}
    newer = written(actions.start_draft(article, actor=SYSTEM, language="en"), "Pay by card.")
    actions.publish_draft(newer, actor=SYSTEM, saves=2)
    assert standing()["es"] == Standing.STALE
    with pytest.raises(Stale):
        actions.confirm_translation(article, actor=SYSTEM, language="es", source=1)
    actions.confirm_translation(article, actor=SYSTEM, language="es", source=2)
    assert standing()["es"] == Standing.PUBLISHED
    assert list(article_list(SYSTEM, state=Standing.STALE)) == []
    with pytest.raises(DomainError, match="no published translation"):
        actions.confirm_translation(article, actor=SYSTEM, language="en", source=2)


def test_a_translation_whose_source_moved_on_is_published_as_the_old_one_it_says() -> None:
    article = an_article("bill", english())
    draft = written(actions.start_draft(article, actor=SYSTEM, language="es"), "Pague.", title="Pague")
    an_article("bill", english(body="Pay by card."))
    actions.publish_draft(draft, actor=SYSTEM, saves=2)
    assert [found.slug for found in article_list(SYSTEM, state=Standing.STALE, language="es")] == ["bill"]


STAFF = st.builds(
    lambda roles, tier: (roles, tier),
    st.frozensets(st.sampled_from([role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC_SITE)]), min_size=1),
    st.integers(1, 3),
)


@settings(max_examples=40)
@given(STAFF)
def test_nobody_without_the_right_sees_a_draft(somebody: tuple[frozenset[Role], int]) -> None:
    roles, tier = somebody
    with transaction.atomic():
        draft = a_draft("Secret plan")
        an_article("open")
        actions.start_draft(Article.objects.get(slug="open"), actor=SYSTEM, language="es")
        user: User = a_member_of_staff(*roles, tier=tier if Role.ADVISER in roles else 0)
        actor = user.acting()
        expected = bool(roles & {Role.EDITOR, Role.ADMINISTRATOR}) or (Role.ADVISER in roles and tier > 1)
        assert may_draft(actor) is expected
        assert drafts_visible_to(actor).count() == (2 if expected else 0)
        assert {article.slug for article in article_list(actor)} == ({"secret-plan", "open"} if expected else {"open"})
        assert article_list(actor, search="secret").exists() is expected
        assert article_list(actor, state=DraftState.DRAFT).exists() is expected
        states = languages_of(actor, Article.objects.get(slug="open"))
        assert any(state.draft for state in states) is expected
        assert all(bool(article.drafts.all()) is expected for article in article_list(actor))
        for read in (
            lambda: get_draft(actor, "open", "es"),
            lambda: get_for_editing(actor, draft.article.slug),
        ):
            try:
                read()
            except DomainError:
                assert not expected
            else:
                assert expected
        transaction.set_rollback(True)


def test_the_public_site_sees_no_draft() -> None:
    a_draft()
    assert not drafts_visible_to(public_site()).exists()
    assert not article_list(public_site()).exists()


def test_what_was_set_aside_is_taken_into_the_draft() -> None:
    ana, bo = an_editor(), an_adviser(tier=2)
    draft = a_draft()
    actions.save_draft(draft, actor=ana.acting(), saves=1, words=Words("en", "Potholes", "Ana's text."))
    said = Words("en", "Holes", "Bo's text.", "A summary.", ("hole",), "For staff.")
    aside = actions.save_draft(draft, actor=bo.acting(), saves=1, words=said)
    assert aside is not None
    with pytest.raises(Stale):
        actions.take_aside(draft, actor=ana.acting(), saves=1, text=aside.pk)
    actions.take_aside(draft, actor=ana.acting(), saves=2, text=aside.pk)
    draft.refresh_from_db()
    assert words_of(draft) == said
    assert (draft.saves, draft.saved_by_id) == (3, ana.pk)
    texts = DraftText.objects.filter(draft=draft).values_list("body", "saved_by", "is_aside")
    assert set(texts) == {("", 2, False), ("Ana's text.", ana.pk, False), ("Bo's text.", bo.pk, False)}
    assert types_of(draft.article)[-1] == "article.draft_saved"
    with pytest.raises(NotFound):
        actions.take_aside(draft, actor=ana.acting(), saves=3, text=aside.pk)
