"""What was published is found by its meaning too, soon after, by those whom it is for, in the model's language alone."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstpoint.core.published import one_revision
from firstpoint.domain.knowledge.actions import encode_versions, withdraw_article
from firstpoint.domain.knowledge.models import Article, Audience, Meaning
from firstpoint.domain.knowledge.queries import Hit, search
from firstpoint.domain.knowledge.queries.meaning import NEAREST, is_on
from firstpoint.domain.knowledge.tests.make import an_article, english, spanish
from firstpoint.domain.knowledge.tests.model import needs_model
from firstpoint.domain.people.models import SYSTEM, public_site
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = [pytest.mark.django_db, needs_model]

DOG = english("License your pet", "Every puppy needs a tag. Bring proof of its rabies vaccination to the shelter.")
ASKED = "registering dogs"


def found(text: str = ASKED, language: str = "en", actor: Any = None) -> list[Hit]:
    return search(actor or public_site(), text, language).hits


def encode_all() -> None:
    while encode_versions(actor=SYSTEM):
        pass


def test_an_article_without_any_word_of_the_question_is_found_and_shown_without_marks() -> None:
    an_article("pets", DOG)
    an_article("taxes", english("Pay your property tax", "The bill is due in May."))
    assert not found()
    encode_all()
    (hit,) = found()
    assert hit.slug == "pets"
    assert hit.passage.startswith("Every puppy needs a tag.")
    assert "<mark>" not in hit.passage


def test_the_passage_that_is_most_like_the_question_is_shown() -> None:
    hours = "The office opens at nine and closes at five on every weekday. " * 10
    an_article("pets", english("County pets office", f"{hours}{DOG.body}"))
    encode_all()
    assert Meaning.objects.count() == 2
    (hit,) = found()
    assert hit.passage.startswith("… Every puppy needs a tag.")


def test_publishing_enqueues_the_job() -> None:
    article = an_article("pets", DOG)
    assert ProcrastinateJob.objects.filter(task_name="encode_article", args={"subject_id": article.pk}).count() == 1


def test_new_words_take_the_place_of_the_old_and_what_is_withdrawn_is_gone() -> None:
    article = an_article("pets", DOG)
    encode_all()
    an_article("pets", english("Swimming pools", "Bathe here in summer."))
    encode_all()
    assert not found()
    assert [hit.slug for hit in found("aquatics")] == ["pets"]
    withdraw_article(article, actor=SYSTEM)
    assert not Meaning.objects.exists()
    assert not found("aquatics")


def test_the_public_finds_nothing_that_is_for_staff() -> None:
    an_article("pets", DOG, audience=Audience.STAFF)
    an_article("bins", english("Bins", "We come on Mondays.", staff_body="Puppies found in a bin go to the shelter."))
    encode_all()
    assert not found("stray dogs")
    by_slug = {hit.slug: hit for hit in found("stray dogs", actor=an_adviser().acting())}
    assert by_slug.keys() == {"pets", "bins"}
    assert by_slug["bins"].is_for_staff


def test_an_article_that_becomes_one_for_staff_leaves_the_public_at_once() -> None:
    an_article("pets", DOG)
    encode_all()
    assert found()
    an_article("pets", DOG, audience=Audience.STAFF)
    assert not found()
    encode_all()
    assert not found()
    assert found(actor=an_adviser().acting())


def test_spanish_never_touches_the_model() -> None:
    from firstpoint.domain.knowledge.queries.encoding import _weights

    an_article("pets", DOG, spanish("Mascotas", "Cada cachorro necesita una placa."))
    encode_all()
    assert not Meaning.objects.exclude(language="en").exists()
    _weights.cache_clear()
    assert [hit.slug for hit in found("cachorro", "es")] == ["pets"]
    assert not found(ASKED, "es")
    assert _weights.cache_info().currsize == 0
    assert not is_on("es")


def test_a_setting_turns_it_off(settings: Any) -> None:
    an_article("pets", DOG)
    encode_all()
    settings.SEARCH_SEMANTIC = False
    assert not found()
    assert [hit.slug for hit in found("puppy")] == ["pets"]
    an_article("dogs", english("More about pets", "Nothing."))
    assert encode_versions(actor=SYSTEM) == 0


def test_another_model_makes_everything_anew() -> None:
    an_article("pets", DOG)
    encode_all()
    Meaning.objects.update(model="an older one")
    assert encode_versions(actor=SYSTEM) == 1
    assert not Meaning.objects.filter(model="an older one").exists()
    assert found()


def test_what_waits_for_the_job_is_found_by_its_words_among_the_others() -> None:
    an_article("pets", DOG)
    encode_all()
    an_article("tags", english("Puppy tags", "Where to get a tag for a puppy."))
    assert [hit.slug for hit in found("puppy tag")] == ["tags", "pets"]


def test_more_articles_than_are_compared_exactly() -> None:
    title = "The county fair of {}"
    for number in range(3):
        an_article(f"fair-{number}", english(title.format(number), "Rides and music."))
    an_article("pets", DOG)
    encode_all()
    (meaning,) = Meaning.objects.filter(version__article__slug="fair-0")
    copies = [Meaning(**{**_columns(meaning), "version_id": meaning.version_id}) for _ in range(2 * NEAREST)]
    Meaning.objects.bulk_create(copies)
    assert [hit.slug for hit in found()] == ["pets"]


def _columns(meaning: Meaning) -> dict[str, Any]:
    return {
        field.attname: getattr(meaning, field.attname)
        for field in Meaning._meta.concrete_fields
        if not field.primary_key
    }


def test_meaning_costs_one_query_more(settings: Any) -> None:
    an_article("pets", DOG)
    encode_all()
    # What other tests left in the process is dropped by the first search, and read anew by the second.
    for _ in range(2):
        found("puppy tag")
    counts = []
    for is_on_now in (False, True):
        settings.SEARCH_SEMANTIC = is_on_now
        with CaptureQueriesContext(connection) as queries, one_revision():
            found("puppy tag")
        counts.append(len(queries))
    assert counts[1] == counts[0] + 1


def test_articles_that_nobody_may_see_leave_no_trace_when_their_rows_are_gone() -> None:
    an_article("pets", DOG)
    encode_all()
    assert found()
    Article.objects.all().delete()
    assert not found()
