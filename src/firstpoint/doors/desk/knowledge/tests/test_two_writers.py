"""Two who write the same draft at the same moment, each over a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from django.db import connection
from django.test import Client

from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.knowledge.models import ArticleDraft, DraftText
from firstpoint.domain.knowledge.tests.drafting import a_draft
from firstpoint.domain.people.tests.make import an_adviser, an_editor
from firstpoint.doors.desk.tests.make import a_desk_of

ADDRESS = "/desk/knowledge/articles/report-a-pothole/en/"


@pytest.mark.req("KB-01")
def test_of_two_who_save_at_once_the_second_hears_of_it_and_nothing_is_lost(committed_database: str) -> None:
    a_catalogue()
    a_draft()
    writers = {"Inés Prado": a_desk_of(an_editor(name="Inés Prado")), "Bo": a_desk_of(an_adviser(tier=2, name="Bo"))}
    start = Barrier(2)

    def save(name: str, desk: Client) -> tuple[int, str]:
        written = {"saves": "1", "title": "Report a pothole", "body": f"The words of {name}.", "do": "save"}
        start.wait(timeout=20)
        try:
            response = desk.post(f"{ADDRESS}edit/", written)
            return response.status_code, response.text
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        heard = dict(zip(writers, threads.map(save, writers, writers.values()), strict=True))
    first, second = sorted(heard, key=lambda name: heard[name][0])
    assert [heard[first][0], heard[second][0]] == [302, 409]
    told = heard[second][1]
    assert "Somebody else saved this draft while you were writing" in told
    assert first in told and f"The words of {second}.</textarea>" in told
    draft = ArticleDraft.objects.get()
    assert (draft.body, draft.saved_by.name, draft.saves) == (f"The words of {first}.", first, 2)
    aside = DraftText.objects.get(is_aside=True)
    assert (aside.body, aside.saved_by.name) == (f"The words of {second}.", second)

    shown = writers[first].post(f"{ADDRESS}take/{aside.pk}/", {"saves": "2"}, follow=True).text
    assert "The draft says this now." in shown and f"The words of {second}." in shown
    assert "Texts that were set aside" not in shown
    draft.refresh_from_db()
    assert draft.body == f"The words of {second}."
    assert f"The words of {first}." in set(draft.texts.values_list("body", flat=True))
