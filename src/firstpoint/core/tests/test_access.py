"""A row is handed out for changing only to those who have the right and may see it, and to one at a time."""

import pytest

from firstpoint.core.access import Actor, lock, may, require
from firstpoint.core.errors import NotFound, NotPermitted
from firstpoint.core.tests.make import Session
from firstpoint.domain.people.models import SYSTEM, User
from firstpoint.domain.people.tests.make import a_supervisor, an_administrator, an_adviser


def test_a_right_needs_one_of_its_roles() -> None:
    adviser, nobody = Actor(id=1, roles=frozenset({"adviser", "editor"})), Actor(id=1, roles=frozenset())
    assert may(adviser, "cases.answer")
    assert not may(nobody, "cases.answer")
    require(adviser, "cases.answer")
    with pytest.raises(NotPermitted):
        require(nobody, "cases.answer")
    assert adviser.has_role("auditor", "editor")
    assert not adviser.has_role()


@pytest.mark.parametrize("right", ["cases.fly", "kitchens.cook", "cases"])
def test_a_right_that_does_not_exist_is_a_mistake_in_the_code_and_permits_nothing(right: str) -> None:
    with pytest.raises((KeyError, LookupError, ValueError)):
        may(SYSTEM, right)


@pytest.mark.django_db
def test_without_the_right_whether_the_row_exists_is_not_told() -> None:
    ana = an_adviser()
    for pk in (ana.pk, 0):
        with pytest.raises(NotPermitted):
            lock(a_supervisor().acting(), "people.change", pk)
    with pytest.raises(NotFound):
        lock(an_administrator().acting(), "people.change", 0)
    assert lock(an_administrator().acting(), "people.change", ana.pk) == ana


def test_the_second_waits_for_the_first_and_sees_what_it_did(committed_database: str) -> None:
    ana = an_adviser()

    def lock_and_read() -> str:
        return str(lock(SYSTEM, "people.change", ana.pk).name)

    def rename() -> None:
        lock(SYSTEM, "people.change", ana.pk)
        User.objects.filter(pk=ana.pk).update(name="Anna")

    with Session() as first, Session() as second:
        first.begin()
        first.call(rename)
        second.begin()
        waiting = second.start(lock_and_read)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.5)
        first.commit()
        assert waiting.result(timeout=30) == "Anna"
