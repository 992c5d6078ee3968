"""Staff are invited, changed, reset, deactivated and let in again, and somebody always stays who can do so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from django.contrib.auth.tokens import default_token_generator
from django.db import connection

from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError, NotFound, NotPermitted
from firstpoint.core.models import Event
from firstpoint.domain.people import actions, queries
from firstpoint.domain.people.models import PUBLIC_SITE_ID, SYSTEM, SYSTEM_ID, Role, User, public_site
from firstpoint.domain.people.tests.make import (
    a_department,
    a_supervisor,
    an_administrator,
    an_adviser,
    an_auditor,
    an_editor,
)


@pytest.mark.django_db
class TestInviting:
    def test_somebody_invited_has_no_password_and_gets_a_link(self) -> None:
        home = a_department()
        ana = an_adviser(tier=2, name=" Ana ", departments=[home], language="es")
        assert (ana.name, ana.roles, ana.tier, ana.language) == ("Ana", [Role.ADVISER], 2, "es")
        assert not ana.has_usable_password()
        assert list(ana.departments.all()) == [home]
        assert ana.pk >= 100
        assert ProcrastinateJob.objects.get(task_name="deliver_invitation").args == {"subject_id": ana.pk}

    @pytest.mark.parametrize(
        "email", ["ana@aldercounty.example", "ANA@AlderCounty.example", " ana@aldercounty.example "]
    )
    def test_an_address_belongs_to_one(self, email: str) -> None:
        an_adviser(email="ana@aldercounty.example")
        with pytest.raises(actions.AlreadyStaff):
            an_adviser(email=email)

    @pytest.mark.parametrize(
        ("roles", "tier"),
        [([], 1), ([Role.SYSTEM], 0), ([Role.PUBLIC_SITE], 0), (["king"], 0), ([Role.ADVISER], 0), ([Role.ADVISER], 4)],
    )
    def test_nobody_gets_a_role_that_is_not_for_staff_or_a_tier_that_there_is_not(
        self, roles: list[str], tier: int
    ) -> None:
        with pytest.raises(DomainError):
            actions.invite_staff(actor=SYSTEM, email="x@aldercounty.example", name="X", roles=roles, tier=tier)

    def test_they_act_in_their_roles_tier_and_departments(self) -> None:
        home = a_department()
        ana = an_adviser(tier=3, departments=[home], language="es")
        assert ana.acting() == Actor(
            id=ana.pk, roles=frozenset({"adviser"}), tier=3, department_ids=frozenset({home.pk}), language="es"
        )
        assert queries.actor_of(ana.pk) == ana.acting()


@pytest.mark.django_db
class TestLeaving:
    def test_somebody_deactivated_can_do_nothing_and_old_links_are_dead(self) -> None:
        ana, root = an_adviser(), an_administrator().acting()
        ana.set_password("a long enough password")
        ana.save()
        session, link = ana.get_session_auth_hash(), default_token_generator.make_token(ana)
        actions.deactivate_staff(ana, actor=root)
        ana.refresh_from_db()
        assert (ana.is_active, ana.has_usable_password()) == (False, False)
        assert ana.acting().roles == frozenset()
        assert queries.actor_of(ana.pk) is None
        assert ana.get_session_auth_hash() != session
        assert not default_token_generator.check_token(ana, link)
        assert ProcrastinateJob.objects.filter(task_name="return_work_of", args={"subject_id": ana.pk}).exists()
        with pytest.raises(DomainError):
            actions.reset_access(ana, actor=root)
        actions.reactivate_staff(ana, actor=root)
        ana.refresh_from_db()
        assert (ana.is_active, ana.has_usable_password()) == (True, False)

    def test_a_reset_ends_the_sessions(self) -> None:
        ana, root = an_adviser(), an_administrator().acting()
        ana.set_password("a long enough password")
        ana.save()
        session = ana.get_session_auth_hash()
        actions.reset_access(ana, actor=root)
        ana.refresh_from_db()
        assert ana.get_session_auth_hash() != session

    def test_the_last_administrator_stays(self) -> None:
        root, other = an_administrator(), an_administrator()
        an_adviser()
        with pytest.raises(DomainError, match="yourself"):
            actions.deactivate_staff(root, actor=root.acting())
        actions.deactivate_staff(other, actor=root.acting())
        change = {"name": "R", "roles": [Role.EDITOR], "tier": 0, "departments": [], "language": "en"}
        with pytest.raises(actions.LastAdministrator):
            actions.change_staff(root, actor=root.acting(), **change)
        with pytest.raises(actions.LastAdministrator):
            actions.deactivate_staff(root, actor=SYSTEM)
        actions.change_staff(root, actor=root.acting(), **change | {"roles": [Role.EDITOR, Role.ADMINISTRATOR]})
        assert Event.objects.get(type="staff.changed").data == {"tier": 0, "roles": "administrator+editor"}
        actions.reactivate_staff(other, actor=root.acting())
        actions.change_staff(root, actor=root.acting(), **change)

    def test_an_administrator_who_left_is_not_the_last(self) -> None:
        root, other = an_administrator(), an_administrator()
        actions.deactivate_staff(other, actor=root.acting())
        actions.change_staff(
            other, actor=root.acting(), name="O", roles=[Role.EDITOR], tier=0, departments=[], language="en"
        )


@pytest.mark.django_db
class TestSeeing:
    def test_those_who_manage_people_see_all_and_others_themselves(self) -> None:
        everybody = [an_adviser(), a_supervisor(), an_editor(), an_auditor(), an_administrator()]
        for user in everybody:
            seen = set(queries.staff_list(user.acting()))
            manages = {Role.SUPERVISOR, Role.ADMINISTRATOR} & set(user.roles)
            assert seen == (set(everybody) if manages else {user})
        assert not queries.staff_list(public_site())

    def test_machines_are_nobodys_staff(self) -> None:
        machines = User.objects.filter(pk__in=[PUBLIC_SITE_ID, SYSTEM_ID])
        assert machines.count() == 2
        for machine in machines:
            with pytest.raises(NotFound):
                actions.deactivate_staff(machine, actor=an_administrator().acting())

    def test_a_search_finds_names_and_addresses(self) -> None:
        ana, root = an_adviser(name="Ana", email="a.n@aldercounty.example"), an_administrator().acting()
        assert list(queries.staff_list(root, search="ana")) == [ana]
        assert list(queries.staff_list(root, search="A.N@")) == [ana]

    def test_a_supervisor_sees_staff_and_changes_nobody(self) -> None:
        ana, boss = an_adviser(), a_supervisor().acting()
        for act in (actions.deactivate_staff, actions.reset_access, actions.reactivate_staff):
            with pytest.raises(NotPermitted):
                act(ana, actor=boss)


def test_two_administrators_who_deactivate_each_other_at_once_do_not_both_go(committed_database: str) -> None:
    for _round in range(3):
        pair = [an_administrator(), an_administrator()]
        User.objects.filter(roles__contains=[Role.ADMINISTRATOR]).exclude(pk__in=[user.pk for user in pair]).update(
            is_active=False
        )
        start = Barrier(2)

        def leave(who: User, actor: Actor, start: Barrier = start) -> str:
            start.wait()
            try:
                actions.deactivate_staff(who, actor=actor)
            except actions.LastAdministrator:
                return "stays"
            finally:
                connection.close()
            return "goes"

        with ThreadPoolExecutor(2) as threads:
            ends = list(threads.map(leave, pair, [user.acting() for user in reversed(pair)]))
        assert sorted(ends) == ["goes", "stays"]
        assert User.objects.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR]).count() == 1
