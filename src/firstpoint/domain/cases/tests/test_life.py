"""What can happen to a case between its opening and its outcome, and what its customer is told of it."""

import pytest

from firstpoint.domain.cases.tests import make
from firstpoint.domain.catalogue.tests.make import a_catalogue
from firstpoint.domain.contacts.tests.make import an_inbound_message, an_outbound_message
from firstpoint.domain.intake.tests.make import a_draft, a_quarantined_input
from firstpoint.domain.people.tests.make import an_adviser

pytestmark = pytest.mark.django_db


def test_x():
    a_catalogue()
    ana = an_adviser()
    c = make.a_closed_case(ana)
    make.customer_writes(c)
    make.an_anonymous_case()
    a_quarantined_input()
    a_draft()
    an_inbound_message()
    an_outbound_message()
