"""A row that a unique constraint forbids is not inserted, and the transaction goes on."""

from concurrent.futures import TimeoutError as TookTooLong

import pytest

from firstpoint.core.database.rows import insert_new
from firstpoint.core.models import StoredFile
from firstpoint.core.tests.make import Session


@pytest.mark.django_db
def test_a_row_is_inserted_once() -> None:
    first, second = StoredFile(name="letter", content=b"first"), StoredFile(name="letter", content=b"second")
    assert insert_new(first)
    assert not insert_new(second)
    assert second.pk is None
    first.save()
    [kept] = StoredFile.objects.all()
    assert (kept.pk, bytes(kept.content)) == (first.pk, b"first")


def test_a_transaction_that_inserts_the_like_is_waited_for(committed_database: str) -> None:
    with Session() as one, Session() as other:
        for commits in (False, True):
            one.begin()
            assert one.call(insert_new, StoredFile(name="letter", content=b"one"))
            other.begin()
            waiting = other.start(insert_new, StoredFile(name="letter", content=b"other"))
            with pytest.raises(TookTooLong):
                waiting.result(timeout=0.3)
            if commits:
                one.commit()
                assert not waiting.result(timeout=60)
                assert bytes(other.call(StoredFile.objects.get, name="letter").content) == b"one"
            else:
                one.roll_back()
                assert waiting.result(timeout=60)
            other.roll_back()
