"""Addresses of the desk."""

from firstpoint.doors.desk.case.urls import urlpatterns as case
from firstpoint.doors.desk.customer.urls import urlpatterns as customer
from firstpoint.doors.desk.intake.urls import urlpatterns as intake
from firstpoint.doors.desk.internal.urls import urlpatterns as internal
from firstpoint.doors.desk.knowledge.urls import urlpatterns as knowledge
from firstpoint.doors.desk.log.urls import urlpatterns as log
from firstpoint.doors.desk.notices.urls import urlpatterns as notices
from firstpoint.doors.desk.responses.urls import urlpatterns as responses
from firstpoint.doors.desk.setup.urls import urlpatterns as setup
from firstpoint.doors.desk.staff.urls import urlpatterns as staff
from firstpoint.doors.desk.supervise.urls import urlpatterns as supervise
from firstpoint.doors.desk.synonyms.urls import urlpatterns as synonyms
from firstpoint.doors.desk.work.urls import urlpatterns as work

app_name = "desk"
urlpatterns = [
    *work,
    *case,
    *customer,
    *intake,
    *internal,
    *knowledge,
    *log,
    *notices,
    *responses,
    *setup,
    *staff,
    *supervise,
    *synonyms,
]
