"""try"""
import pytest
from firstpoint.domain.cases.tests import make
from firstpoint.domain.people.tests.make import an_adviser
from firstpoint.domain.catalogue.tests.make import *
pytestmark = pytest.mark.django_db
def test_x():
    a_catalogue()
    ana = an_adviser()
    c = make.a_closed_case(ana)
    make.customer_writes(c)
    make.an_anonymous_case()
    from firstpoint.domain.intake.tests.make import *
    a_quarantined_input(); a_draft()
    from firstpoint.domain.contacts.tests.make import *
    an_inbound_message(); an_outbound_message()
