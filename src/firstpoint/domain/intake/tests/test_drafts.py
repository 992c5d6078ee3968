"""A form is saved, its link outlives a change of mind, and only who can read what is sent there resumes it."""

from datetime import timedelta

import pytest

from firstpoint.core import clock
from firstpoint.core.errors import NotFound
from firstpoint.domain.customers.actions import WrongCode, digits_of
from firstpoint.domain.customers.models import OneTimeCode
from firstpoint.domain.intake import actions
from firstpoint.domain.intake.models import Draft
from firstpoint.domain.intake.tests.make import a_draft
from firstpoint.domain.people.models import SYSTEM, public_site

pytestmark = pytest.mark.django_db
SITE = public_site()


def test_a_draft_is_resumed_with_the_code_that_was_sent_to_it() -> None:
    draft = a_draft()
    code = actions.request_draft_code(draft.pk, actor=SITE)
    assert (code.destination, code.language) == (draft.destination, "en")
    assert actions.prove_draft(code.pk, digits_of(code), actor=SITE).answers == {"question": "How do I"}
    with pytest.raises(WrongCode):
        actions.prove_draft(code.pk, digits_of(code), actor=SITE)


def test_saving_again_keeps_one_draft_and_prolongs_it() -> None:
    draft = a_draft()
    with clock.frozen(clock.now() + timedelta(days=10)):
        again = a_draft(draft_id=draft.pk, answers={"question": "How do I pay?"})
        assert again.expires_at == clock.now() + timedelta(days=14)
    assert Draft.objects.get().answers == {"question": "How do I pay?"}


@pytest.mark.parametrize(("days", "is_there"), [(13, True), (14, False)])
def test_a_draft_runs_out(days: int, is_there: bool) -> None:
    draft = a_draft()
    with clock.frozen(clock.now() + timedelta(days=days)):
        if is_there:
            assert actions.request_draft_code(draft.pk, actor=SITE).subject_id == draft.pk
        else:
            with pytest.raises(NotFound):
                actions.request_draft_code(draft.pk, actor=SITE)
    assert not OneTimeCode.objects.exists() or is_there


def test_what_ran_out_is_deleted() -> None:
    a_draft()
    with clock.frozen(clock.now() + timedelta(days=13)):
        a_draft()
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert actions.forget_old_drafts(actor=SYSTEM) == 1
    assert Draft.objects.count() == 1
