"""Staff are invited, changed and deactivated, and somebody always stays who can do so."""

import pytest

from firstpoint.core.models import Event
from firstpoint.domain.people import actions
from firstpoint.domain.people.models import SYSTEM, Role

pytestmark = pytest.mark.django_db


def test_inviting_records_an_event() -> None:
    user = actions.invite_staff(actor=SYSTEM, email="ana@aldercounty.example", name="Ana", roles=[Role.ADVISER], tier=1)
    assert Event.objects.get(type="staff.invited").subject_id == user.pk


def test_the_last_administrator_cannot_be_deactivated() -> None:
    only = actions.invite_staff(actor=SYSTEM, email="a@aldercounty.example", name="A", roles=[Role.ADMINISTRATOR])
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_staff(only, actor=SYSTEM)
