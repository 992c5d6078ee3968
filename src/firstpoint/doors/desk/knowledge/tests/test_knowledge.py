"""Knowledge at the desk: drafted by specialists, decided by editors, asked for by everybody who answers customers."""

from datetime import date
from typing import Any

import pytest

from django.test import Client

from firstpoint.core import clock
from firstpoint.domain.catalogue.tests.make import a_catalogue, a_service, an_occasion
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.models import Article, ArticleDraft, ArticleVersion, ChangeRequest
from firstpoint.domain.knowledge.tasks import keep_publication_moments
from firstpoint.domain.knowledge.tests.drafting import a_draft, written
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.people.models import SYSTEM
from firstpoint.domain.people.tests.make import an_adviser, an_auditor, an_editor
from firstpoint.doors.desk.paging import PAGE_SIZE
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.doors.desk.tests.signing_in import events

pytestmark = pytest.mark.django_db

DESK = "/desk/knowledge/"
ARTICLES = f"{DESK}articles/"
POTHOLE = f"{ARTICLES}report-a-pothole/"


@pytest.fixture(autouse=True)
def _catalogue(db: Any) -> None:
    a_catalogue()


@pytest.fixture
def editor() -> Client:
    return a_desk_of(an_editor(name="Inés Prado"))


@pytest.fixture
def writer() -> Client:
    return a_desk_of(an_adviser(tier=2, name="Bo Lindqvist"))


def words(saves: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "saves": saves,
        "title": "Report a pothole",
        "summary": "Where it is.",
        "body": "## Tell us\r\n\r\nWe **mend** it. See [water](article:bill).",
        "keywords": "hole, road ,",
        "do": "save",
        **more,
    }


@pytest.mark.req("KB-02")
def test_a_specialist_drafts_and_an_editor_publishes(writer: Client, editor: Client) -> None:
    assert "Begin the draft" in writer.get(f"{DESK}new/").text
    begun = writer.post(
        f"{DESK}new/", {"title": "Report a pothole", "language": "en", "kind": "article", "audience": "public"}
    )
    assert begun.headers["Location"] == f"{POTHOLE}en/edit/"
    assert 'value="Report a pothole"' in writer.get(f"{POTHOLE}en/edit/").text
    preview = writer.post(f"{POTHOLE}en/edit/", words(do="preview"))
    assert "<strong>mend</strong>" in preview.text
    assert 'href="/desk/knowledge/articles/bill/"' in preview.text
    assert ArticleDraft.objects.get().body == ""
    shown = writer.post(f"{POTHOLE}en/edit/", words(), follow=True)
    assert "The draft is saved." in shown.text
    assert "Publish now" not in shown.text
    assert ArticleDraft.objects.get().keywords == ["hole", "road"]
    assert "The draft is with the editors." in writer.post(f"{POTHOLE}en/review/", {"saves": 2}, follow=True).text
    assert writer.post(f"{POTHOLE}en/publish/", {"saves": 2}).status_code == 403
    assert "Report a pothole" in editor.get(DESK).text
    assert "Publish now" in editor.get(f"{POTHOLE}en/").text
    published = editor.post(f"{POTHOLE}en/publish/", {"saves": 2}, follow=True)
    assert "The article is published." in published.text
    assert ArticleVersion.objects.get().is_published
    assert [type_ for type_, _, _ in events("article.review_asked", "article.published")] == [
        "article.review_asked",
        "article.published",
    ]


@pytest.mark.req("KB-02")
def test_an_editor_returns_a_draft_with_a_note(writer: Client, editor: Client) -> None:
    draft = written(a_draft())
    actions.ask_review(draft, actor=SYSTEM, saves=2)
    assert editor.post(f"{POTHOLE}en/return/", {"saves": 2, "note": ""}).status_code == 422
    editor.post(f"{POTHOLE}en/return/", {"saves": 2, "note": "Shorter, please."})
    assert "Shorter, please." in writer.get(f"{POTHOLE}en/").text


def test_what_is_wrong_with_a_new_article_stays_on_the_form(editor: Client) -> None:
    an_article("bill")
    given = {"title": "Bill", "slug": "bill", "language": "en", "kind": "article", "audience": "public"}
    taken = editor.post(f"{DESK}new/", given)
    assert taken.status_code == 409
    assert "Another article has this address." in taken.text
    assert editor.post(f"{DESK}new/", {**given, "title": ""}).status_code == 422


@pytest.mark.req("KB-01")
def test_the_second_who_saves_sees_both_texts_and_loses_none(writer: Client, editor: Client) -> None:
    a_draft()
    editor.post(f"{POTHOLE}en/edit/", words(body="What the editor wrote."))
    clash = writer.post(f"{POTHOLE}en/edit/", words(body="What Bo wrote."))
    assert clash.status_code == 409
    assert "Somebody else saved this draft while you were writing" in clash.text
    assert "Inés Prado" in clash.text
    assert "What Bo wrote.</textarea>" in clash.text
    assert "<del>" in clash.text and "<ins>" in clash.text
    assert 'name="saves" value="2"' in clash.text
    assert ArticleDraft.objects.get().body == "What the editor wrote."
    page = editor.get(f"{POTHOLE}en/")
    assert "Texts that were set aside" in page.text
    aside = ArticleDraft.objects.get().texts.get(is_aside=True)
    compared = editor.get(f"{POTHOLE}en/history/?old=draft&new=text-{aside.pk}")
    assert "Bo" in compared.text and "<ins>" in compared.text
    assert writer.post(f"{POTHOLE}en/edit/", words(2, body="Both.")).status_code == 302


@pytest.mark.req("KB-01")
def test_a_draft_is_published_by_the_clock(editor: Client) -> None:
    written(a_draft())
    address = f"{POTHOLE}en/schedule/"
    skipped = editor.post(address, {"saves": 2, "day": "2026-03-08", "time": "02:30"})
    assert skipped.status_code == 422
    assert "skip 02:30. Choose another time, for example 03:30" in skipped.text
    twice = editor.post(address, {"saves": 2, "day": "2026-11-01", "time": "01:30"})
    assert "comes twice. Choose which of the two you mean." in twice.text
    past = editor.post(address, {"saves": 2, "day": "2026-03-01", "time": "09:00"})
    assert past.status_code == 409
    assert "This moment has passed." in past.text
    editor.post(address, {"saves": 2, "day": "2026-11-01", "time": "01:30", "which": "second"})
    draft = ArticleDraft.objects.get()
    assert draft.publish_at is not None
    assert draft.publish_at.isoformat() == "2026-11-01T06:30:00+00:00"
    assert "By the clock" in editor.get(DESK).text
    assert "Put back into review" in editor.get(f"{POTHOLE}en/").text
    assert "The draft is in review again." in editor.post(f"{POTHOLE}en/unschedule/", follow=True).text
    editor.post(address, {"saves": 2, "day": "2026-03-03", "time": "09:00"})
    with clock.frozen(clock.now().replace(day=4)):
        keep_publication_moments(0)
    assert ArticleVersion.objects.get().is_published


@pytest.mark.req("KB-03")
def test_languages_stand_side_by_side_and_a_translation_is_written_beside_its_source(editor: Client) -> None:
    an_article("bill", english(body="Pay by card."))
    page = editor.get(f"{ARTICLES}bill/").text
    assert "Missing" in page and "Translate" in page
    assert editor.post(f"{ARTICLES}bill/es/start/").headers["Location"] == f"{ARTICLES}bill/es/edit/"
    beside = editor.get(f"{ARTICLES}bill/es/edit/").text
    assert "The text to translate: English, version 1" in beside
    assert "Pay by card." in beside
    editor.post(f"{ARTICLES}bill/es/edit/", words(title="Pague", body="Pague con tarjeta."))
    an_article("bill", english(body="Pay by card or phone."))
    assert "See what changed in the text that it translates" in editor.get(f"{ARTICLES}bill/es/").text
    editor.post(f"{ARTICLES}bill/es/publish/", {"saves": 2})
    stale = editor.get(f"{ARTICLES}bill/").text
    assert "Out of date" in stale
    assert "Translations out of date</a> <strong>1</strong>" in editor.get(DESK).text
    assert "bill" in editor.get(f"{ARTICLES}?state=stale&language=es").text
    assert editor.post(f"{ARTICLES}bill/es/still-right/", {"source": "1"}).status_code == 409
    editor.post(f"{ARTICLES}bill/es/still-right/", {"source": "2"})
    assert "Out of date" not in editor.get(f"{ARTICLES}bill/").text


def test_a_draft_that_was_overtaken_is_compared_first(editor: Client) -> None:
    article = an_article("bill")
    written(actions.start_draft(article, actor=SYSTEM, language="en"), "From the desk.")
    an_article("bill", english(body="From the import."))
    assert editor.post(f"{ARTICLES}bill/en/publish/", {"saves": 2}).status_code == 409
    assert "Compare the draft with the version that is published" in editor.get(f"{ARTICLES}bill/en/").text
    assert "import" in editor.get(f"{ARTICLES}bill/en/history/?old=2&new=draft").text
    editor.post(f"{ARTICLES}bill/en/catch-up/", {"saves": 2})
    assert editor.post(f"{ARTICLES}bill/en/publish/", {"saves": 2}).status_code == 302


@pytest.mark.req("KB-01")
def test_versions_are_compared_with_words_marked(editor: Client) -> None:
    an_article("bill", english(body="Pay by cheque."))
    an_article("bill", english(body="Pay by card."))
    page = editor.get(f"{ARTICLES}bill/en/history/").text
    assert '<del><span class="usa-sr-only">[removed: </span>cheque' in page
    assert '<ins><span class="usa-sr-only">[added: </span>card' in page
    assert editor.get(f"{ARTICLES}bill/es/history/").status_code == 404
    assert editor.get(f"{ARTICLES}bill/en/history/?old=9&new=x").status_code == 200


@pytest.mark.req("KB-01")
def test_an_editor_changes_what_an_article_is(editor: Client) -> None:
    article = an_article("bill")
    an_article("leak")
    owner = an_editor(name="Owner")
    facts = {
        "changes": 0,
        "kind": "faq",
        "audience": "staff",
        "service": a_service().pk,
        "owner": owner.pk,
        "review_by": "2026-03-01",
        "most_asked": "3",
        "related": "leak",
        "occasions": [an_occasion().pk],
    }
    assert editor.get(f"{ARTICLES}bill/facts/").status_code == 200
    wrong = editor.post(f"{ARTICLES}bill/facts/", {**facts, "related": ["leak", "nowhere"]})
    assert wrong.status_code == 422
    assert "nowhere is not one of the available choices." in wrong.text
    editor.post(f"{ARTICLES}bill/facts/", facts)
    article.refresh_from_db()
    assert (article.kind, article.audience, article.owner, article.review_by) == (
        "faq",
        "staff",
        owner,
        date(2026, 3, 1),
    )
    assert [other.slug for other in article.related.all()] == ["leak"]
    assert editor.post(f"{ARTICLES}bill/facts/", facts).status_code == 409
    overdue = editor.get(f"{ARTICLES}?due=overdue").text
    assert "Overdue" in overdue and "leak" not in overdue
    assert "Reviews overdue</a> <strong>1</strong>" in editor.get(DESK).text


@pytest.mark.req("KB-01")
def test_an_article_is_renamed_withdrawn_and_put_back(editor: Client) -> None:
    an_article("bill")
    assert editor.post(f"{ARTICLES}bill/rename/", {"slug": "Not an address"}).status_code == 409
    assert editor.post(f"{ARTICLES}bill/rename/", {"slug": ""}).status_code == 422
    editor.post(f"{ARTICLES}bill/rename/", {"slug": "water-bill"})
    assert editor.get(f"{ARTICLES}bill/").status_code == 200
    address = f"{ARTICLES}water-bill/withdraw/"
    assert editor.post(address, {"when": "later", "day": "", "time": ""}).status_code == 422
    editor.post(address, {"when": "later", "day": "2026-04-01", "time": "09:00"})
    assert "Will be withdrawn:" in editor.get(f"{ARTICLES}water-bill/").text
    assert "Withdraw" in editor.get(DESK).text
    editor.post(address, {"when": "never"})
    assert Article.objects.get().withdraw_at is None
    assert "The article is withdrawn." in editor.post(address, {"when": "now"}, follow=True).text
    back = editor.post(f"{ARTICLES}water-bill/put-back/", follow=True)
    assert "The article is published again." in back.text


def test_a_draft_is_discarded(writer: Client) -> None:
    written(a_draft(actor=an_adviser(tier=2)))
    assert "Discard the draft" not in writer.get(f"{POTHOLE}en/").text
    assert writer.post(f"{POTHOLE}en/discard/", {"saves": "2"}).status_code == 403
    writer.post(f"{POTHOLE}en/edit/", words(2))
    assert "The draft is discarded." in writer.post(f"{POTHOLE}en/discard/", {"saves": "3"}, follow=True).text
    assert not Article.objects.exists()


@pytest.mark.req("KB-02")
@pytest.mark.parametrize("make", [an_adviser, an_auditor])
def test_others_read_what_is_published_and_see_no_draft(make: Any) -> None:
    article = an_article("bill")
    written(actions.start_draft(article, actor=SYSTEM, language="en"), "Secret words.", title="Secret title")
    a_draft("Secret plan")
    desk = a_desk_of(make())
    assert desk.get(DESK).headers["Location"] == ARTICLES
    for address in (ARTICLES, f"{ARTICLES}?q=secret", f"{ARTICLES}bill/", f"{ARTICLES}bill/en/history/"):
        response = desk.get(address)
        assert response.status_code == 200
        assert "secret" not in response.text.replace('value="secret"', "").replace("?q=secret", "").lower()
        assert "Open the draft" not in response.text
    for address in ("bill/en/", "bill/en/edit/", "secret-plan/", "secret-plan/en/", "secret-plan/en/history/"):
        assert desk.get(ARTICLES + address).status_code in (403, 404)
    for address in ("start", "edit", "review", "publish", "schedule", "unschedule", "return", "catch-up", "discard"):
        assert desk.post(f"{ARTICLES}bill/en/{address}/", words()).status_code in (403, 404)
    assert desk.get(f"{DESK}new/").status_code == 403
    assert desk.get(f"{ARTICLES}bill/facts/").status_code == 403


@pytest.mark.req("KB-02")
def test_a_request_is_made_taken_answered_and_heard_of(writer: Client, editor: Client) -> None:
    an_article("bill")
    desk = a_desk_of(an_adviser(tier=1, name="Ada"))
    assert 'value="bill"' in desk.get(f"{DESK}requests/new/?article=bill").text
    assert "change_request" not in desk.get(f"{DESK}requests/mine/").text
    wrong = desk.post(f"{DESK}requests/new/", {"article": "nowhere", "language": "en", "wrong": "The fee."})
    assert wrong.status_code == 422
    assert "No article has this address." in wrong.text
    desk.post(f"{DESK}requests/new/", {"article": "bill", "language": "en", "wrong": "The fee is 20 now."})
    asked = ChangeRequest.objects.get()
    address = f"{DESK}requests/{asked.pk}/"
    assert "The editors have not answered yet." in desk.get(address).text
    assert desk.get(f"{DESK}requests/").status_code == 403
    assert desk.post(address, {"state": "done", "answer": "Mine."}).status_code == 403
    assert "The fee is 20 now." in writer.get(f"{DESK}requests/?state=waiting").text
    assert "You work on this request now." in writer.post(f"{address}take/", follow=True).text
    assert editor.post(address, {"state": "done", "answer": ""}).status_code == 422
    editor.post(address, {"state": "done", "answer": "Thank you, it says so now."})
    assert editor.post(address, {"state": "declined", "answer": "No."}).status_code == 409
    assert "Thank you, it says so now." in desk.get(address).text
    assert "Thank you, it says so now." in desk.get(f"{DESK}requests/mine/").text
    other = a_desk_of(an_adviser())
    assert other.get(address).status_code == 404
    assert "No change request here" in other.get(f"{DESK}requests/mine/").text
    assert a_desk_of(an_auditor()).get(f"{DESK}requests/new/").status_code == 403


def test_long_lists_have_pages_and_cost_the_same(editor: Client, django_assert_num_queries: Any) -> None:
    for number in range(PAGE_SIZE + 2):
        an_article(f"article-{number:02}", english(), spanish(), service=a_service())
    # Session, user, departments, services and owners of the filter, articles, versions, drafts, the agency.
    with django_assert_num_queries(11):
        first = editor.get(ARTICLES)
    assert "article-00" in first.text
    second = editor.get(ARTICLES + first.context["page"].next_url)
    assert [row.article.slug for row in second.context["rows"]] == ["article-50", "article-51"]
    assert "No article found" in editor.get(f"{ARTICLES}?q=zzz").text
    assert editor.get(f"{ARTICLES}?state=nonsense&owner=x&service=%00&due=7&page=-1").status_code == 200


def test_the_desk_of_knowledge_is_empty_at_first(editor: Client) -> None:
    page = editor.get(DESK).text
    assert "No draft waits for review." in page
    assert "Nothing is scheduled." in page


@pytest.mark.req("AX-03")
def test_a_draft_shows_its_long_sentences(editor: Client) -> None:
    written(a_draft(), "Short. " + "word " * 30 + "end.")
    assert "These sentences have more than 25 words." in editor.get(f"{POTHOLE}en/").text
    written(ArticleDraft.objects.get(), "Short.")
    assert "No sentence has more than 25 words." in editor.get(f"{POTHOLE}en/").text
