"""Addresses of the desk door: case."""

from django.urls import path

from firstpoint.doors.desk.case.views import acting, looking

urlpatterns = [
    path("cases/", looking.cases, name="cases"),
    path("cases/<str:reference>/", looking.case, name="case"),
    path("cases/<str:reference>/answer/", acting.answer, name="answer"),
    path("cases/<str:reference>/ask/", acting.ask, name="ask"),
    path("cases/<str:reference>/close/", acting.close, name="close"),
    path("cases/<str:reference>/reopen/", acting.reopen, name="reopen"),
    path("cases/<str:reference>/put-back/", acting.put_back, name="put_back"),
    path("cases/<str:reference>/step/", acting.step, name="step"),
    path("cases/<str:reference>/files/<int:pk>/", looking.case_file, name="case_file"),
]
