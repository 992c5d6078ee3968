"""Parts of an article for staff alone: found and read by them, and by nobody else, however they are written."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django.db import transaction

from firstpoint.core.errors import DomainError
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.actions import Words
from firstpoint.domain.knowledge.models import Article, ArticleVersion, Audience, Posting, Spelling
from firstpoint.domain.knowledge.queries import all_published, get_article, search
from firstpoint.domain.knowledge.queries.comparing import compare
from firstpoint.domain.knowledge.queries.exporting import export
from firstpoint.domain.knowledge.queries.spelling import mend
from firstpoint.domain.knowledge.queries.suggestions import suggestions
from firstpoint.domain.knowledge.tests.drafting import a_draft, written
from firstpoint.domain.knowledge.tests.make import an_article, english
from firstpoint.domain.people.models import SYSTEM, Role, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db

PHONE = "## On the phone\n\nAsk for the **zanzibar** number first."


def public_says(word: str) -> Iterator[object]:
    """Yield everything that the queries give to the public site about a word and about all articles."""
    yield (found := search(public_site(), word, "en")).total
    yield found.mended
    yield suggestions(public_site(), word, "en")
    for published in all_published(public_site()):
        yield get_article(public_site(), str(published["slug"]), "en")
    yield [b"".join(file.content).decode() for file in export(public_site(), audience=Audience.STAFF)]
    yield [b"".join(file.content).decode() for file in export(SYSTEM, audience=Audience.PUBLIC)]


@settings(max_examples=25)
@given(
    st.text(st.sampled_from("qxzvkj"), min_size=5, max_size=20),
    st.sampled_from(["{}", "# {}", "a [b]({}) c", "<!-- {} -->"]),
)
def test_whatever_is_written_for_staff_never_reaches_the_public(word: str, written_as: str) -> None:
    with transaction.atomic():
        an_article("bill", english(staff_body=written_as.format(word)))
        actions.count_words(actor=SYSTEM)
        assert all(word not in str(said).lower() for said in public_says(word))
        assert search(public_site(), word, "en").total == 0
        assert not Spelling.objects.filter(word=word, audience=Audience.PUBLIC).exists()
        transaction.set_rollback(True)


def test_staff_find_it_and_see_that_it_is_for_them_alone() -> None:
    an_article("bill", english(body="Pay by phone.", staff_body=PHONE))
    adviser = an_adviser().acting()
    (hit,) = search(adviser, "zanzibar", "en").hits
    assert (hit.slug, hit.is_for_staff) == ("bill", True)
    assert "<mark>zanzibar</mark>" in hit.passage
    (hit,) = search(adviser, "phone", "en").hits
    assert not hit.is_for_staff


def test_a_part_for_staff_changes_nothing_about_what_the_public_finds() -> None:
    an_article("bill", english(body="Pay by phone."))
    an_article("leak", english("Report a leak", "Call about water."))
    actions.count_words(actor=SYSTEM)
    before = [search(public_site(), text, "en") for text in ("phone", "water bill", "call")]
    an_article("bill", english(body="Pay by phone.", staff_body="Phone phone phone call water zanzibar."))
    actions.count_words(actor=SYSTEM)
    after = [search(public_site(), text, "en") for text in ("phone", "water bill", "call")]
    assert [[hit.slug for hit in found.hits] for found in before] == [
        [hit.slug for hit in found.hits] for found in after
    ]


def test_typos_of_staff_are_mended_from_their_own_words() -> None:
    an_article("bill", english(staff_body=PHONE))
    actions.count_words(actor=SYSTEM)
    assert mend(["zanzibsr"], "en", frozenset(Audience.values)) == {"zanzibsr": "zanzibar"}
    assert mend(["zanzibsr"], "en", frozenset({Audience.PUBLIC})) == {}


def test_it_follows_the_article_when_that_becomes_the_staffs_and_back() -> None:
    article = an_article("bill", english(staff_body=PHONE))
    for changes, audience in enumerate((Audience.STAFF, Audience.PUBLIC)):
        actions.change_facts(article, actor=SYSTEM, changes=changes, audience=audience)
        assert search(public_site(), "zanzibar", "en").total == 0
        assert search(SYSTEM, "zanzibar", "en").total == 1
    assert Posting.objects.filter(stem="zanzibar").values_list("audience", flat=True).get() == Audience.STAFF


def test_a_former_part_is_not_found() -> None:
    an_article("bill", english(staff_body=PHONE))
    an_article("bill", english(staff_body="Ask for nothing."))
    assert search(SYSTEM, "zanzibar", "en").total == 0


def test_words_that_leave_it_out_leave_it_as_it_is() -> None:
    article = an_article("bill", english(staff_body=PHONE))
    an_article("bill", english(body="Pay by card."))
    assert article.versions.get(is_published=True).staff_body == PHONE
    an_article("bill", english(body="Pay by card.", staff_body=""))
    assert article.versions.get(is_published=True).staff_body == ""
    assert article.versions.count() == 3


@pytest.mark.req("KB-01")
def test_it_is_drafted_compared_and_published_with_the_rest() -> None:
    draft = written(a_draft(), staff_body="Say it slowly.")
    draft = written(draft, staff_body=PHONE)
    assert draft.texts.get(staff_body="Say it slowly.")
    version = actions.publish_draft(draft, actor=SYSTEM, saves=draft.saves)
    assert version.staff_body == PHONE
    assert "<h2>On the phone</h2>" in version.staff_html
    again = actions.start_draft(version.article, actor=SYSTEM, language="en")
    assert again.staff_body == PHONE
    part = next(
        part for part in compare(draft.texts.model(staff_body="Say it slowly."), version) if "zanzibar" in part.html
    )
    assert str(part.name) == "For staff only"


def test_it_is_kept_as_it_is_when_others_save_meanwhile() -> None:
    draft = written(a_draft(), staff_body=PHONE)
    aside = actions.save_draft(draft, actor=SYSTEM, saves=0, words=Words("en", "Mine", "Mine.", staff_body="Mine."))
    assert aside is not None
    assert aside.staff_body == "Mine."
    draft.refresh_from_db()
    assert draft.staff_body == PHONE


def test_it_holds_no_more_than_a_body() -> None:
    with pytest.raises(DomainError, match="100001 characters"):
        an_article("bill", english(staff_body="x" * 100_001))
    assert not Article.objects.exists()


def test_it_is_as_safe_as_the_rest() -> None:
    article = an_article("bill", english(staff_body="<script>alert(1)</script> [x](javascript:alert(1))"))
    html = ArticleVersion.objects.get(article=article).staff_html
    assert "<script" not in html and 'href="javascript' not in html


def test_nobody_without_a_role_gets_it_by_asking_for_it() -> None:
    an_article("bill", english(staff_body=PHONE))
    nobody = public_site()
    assert not nobody.has_role(Role.SYSTEM)
    assert all(b"zanzibar" not in b"".join(file.content) for file in export(nobody, audience=Audience.STAFF))
