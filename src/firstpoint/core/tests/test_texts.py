"""Words in several languages read in the language of the moment, or in one that exists."""

import pytest

from django.utils.translation import override

from firstpoint.core.database.fields import Text
from firstpoint.domain.catalogue.models import Queue
from firstpoint.domain.catalogue.tests.make import a_queue


@pytest.mark.parametrize(
    ("words", "english", "spanish"),
    [
        ({"en": "Books", "es": "Libros"}, "Books", "Libros"),
        ({"en": "Books"}, "Books", "Books"),
        ({"en": "Books", "es": ""}, "Books", "Books"),
        ({"es": "Libros"}, "Libros", "Libros"),
        ({"fr": "Livres"}, "Livres", "Livres"),
        ({"fr": "", "es": "Libros"}, "Libros", "Libros"),
        ({}, "", ""),
    ],
)
def test_words_fall_back(words: dict[str, str], english: str, spanish: str) -> None:
    for language, wanted in (("en", english), ("es", spanish)):
        with override(language):
            assert str(Text(words)) == wanted
    with override(None):
        assert str(Text(words)) == english


@pytest.mark.django_db
def test_a_column_of_words_gives_them_back() -> None:
    queue = Queue.objects.get(pk=a_queue().pk)
    assert isinstance(queue.name, Text)
    with override("es"):
        assert f"{queue.name}" == "Nivel 1"
    assert list(Queue.objects.values_list("name", flat=True)) == [queue.name]
    assert Queue.objects.filter(name__es="Nivel 1").get() == queue
