"""What readers do is counted without a cookie, without a query on their page, and without robots."""

import pytest
from pytest_django import DjangoAssertNumQueries

from django.db import DatabaseError
from django.test import Client, RequestFactory

from firstpoint.core.models import Event
from firstpoint.domain.knowledge.models import Article, SearchMade
from firstpoint.domain.knowledge.queries.following import Found
from firstpoint.doors.public import notebook

pytestmark = pytest.mark.django_db

ARTICLE = "/en/articles/get-a-library-card/"


def reads() -> dict[str, int]:
    notebook.write()
    found: dict[str, int] = {}
    for event in Event.objects.filter(type="article.read"):
        found[event.data["language"]] = found.get(event.data["language"], 0) + event.data["times"]
    return found


def searched(rf: RequestFactory, text: str = "library card", total: int = 2) -> str:
    return notebook.note_search(
        rf.get("/en/search/"), text, language="en", total=total, has_answer=total > 0, place="site"
    )


@pytest.mark.req("KB-05")
def test_reads_are_counted_by_language_and_written_in_one_event(client: Client, site: Article) -> None:
    for _time in range(3):
        response = client.get(ARTICLE)
    client.get("/es/articles/get-a-library-card/")
    assert not response.cookies
    assert reads() == {"en": 3, "es": 1}
    assert Event.objects.filter(type="article.read", subject_id=site.pk, actor_id=1).count() == 2
    assert reads() == {"en": 3, "es": 1}


@pytest.mark.req("KB-05")
def test_a_read_costs_its_page_no_query(
    client: Client, site: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(ARTICLE)
    with django_assert_num_queries(1):
        client.get(ARTICLE)


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"}, {"Sec-Purpose": "prefetch"}],
)
def test_robots_and_pages_fetched_ahead_are_not_counted(client: Client, site: Article, headers: dict[str, str]) -> None:
    assert client.get(ARTICLE, headers=headers).status_code == 200
    client.head(ARTICLE)
    assert reads() == {}


def test_saying_whether_it_helped_is_no_second_read(client: Client, site: Article) -> None:
    client.get(ARTICLE)
    client.get(client.post(f"{ARTICLE}vote/", {"helpful": "yes"}).headers["Location"])
    assert reads() == {"en": 1}


@pytest.mark.req("KB-05")
def test_a_search_is_kept_with_what_was_followed_and_said(client: Client, site: Article, rf: RequestFactory) -> None:
    key = searched(rf)
    page = client.get(ARTICLE, {"search": "library card", "found": f"{key}.2"}).text
    assert f"found={key}.2" in page
    client.post(f"{ARTICLE}vote/?found={key}.2", {"helpful": "no"})
    notebook.write()
    search = SearchMade.objects.get()
    assert (search.text, search.total, search.place, search.audience) == ("library card", 2, "site", "public")
    assert (search.followed, search.position, search.helpful, search.asked_at) == (site, 2, False, None)


@pytest.mark.req("KB-05")
def test_the_journal_holds_that_a_search_was_made_but_not_its_words(
    client: Client, site: Article, rf: RequestFactory
) -> None:
    key = searched(rf, "my secret trouble", 0)
    client.get(ARTICLE, {"found": f"{key}.1"})
    notebook.write()
    made, followed = Event.objects.filter(type__startswith="search.").order_by("id")
    assert (made.type, made.data) == ("search.made", {"language": "en", "total": 0, "place": "site"})
    assert (followed.type, followed.data) == ("search.followed", {"article": site.pk, "position": 1})


def test_a_search_that_another_process_writes_later_is_waited_for_once(
    client: Client, site: Article, rf: RequestFactory
) -> None:
    here = notebook._notes
    key = searched(rf)
    there = here.searches.pop(key)
    client.get(ARTICLE, {"found": f"{key}.1"})
    notebook.write()
    assert not SearchMade.objects.exists()
    notebook._notes.searches[key] = there
    notebook.write()
    assert SearchMade.objects.get().followed == site


@pytest.mark.parametrize("found", ["", "x", "a" * 16, "a" * 16 + ".1", "a" * 16 + ".0", "' OR 1=1 --", "\x00" * 16])
def test_a_key_that_nobody_handed_out_changes_nothing(client: Client, site: Article, found: str) -> None:
    assert client.get(ARTICLE, {"found": found}).status_code == 200
    for _time in range(3):
        notebook.write()
    assert not SearchMade.objects.exists()


def test_only_the_first_result_that_was_opened_counts(client: Client, site: Article, rf: RequestFactory) -> None:
    key = searched(rf)
    client.get(ARTICLE, {"found": f"{key}.1"})
    client.get("/en/articles/library-hours/", {"found": f"{key}.2"})
    notebook.write()
    assert SearchMade.objects.get().followed == site


def test_notes_outlast_a_database_that_is_away(
    client: Client, site: Article, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object, **_named: object) -> None:
        raise DatabaseError

    searched(rf)
    client.get(ARTICLE)
    with monkeypatch.context() as patched:
        patched.setattr(notebook, "write_notes", away)
        with pytest.raises(DatabaseError):
            notebook.write()
    client.get(ARTICLE)
    assert reads() == {"en": 2}
    assert SearchMade.objects.count() == 1


def test_what_an_address_carries_is_read_back() -> None:
    assert str(Found.read("A-b_567890123456.12")) == "A-b_567890123456.12"
    assert Found.read("A-b_567890123456") == Found("A-b_567890123456", 0)
    assert Found.read("A-b_567890123456.1000") == Found()
