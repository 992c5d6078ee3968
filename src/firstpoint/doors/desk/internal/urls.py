"""Addresses of the desk door: internal."""

from django.urls import path

from firstpoint.doors.desk.internal import views

urlpatterns = [
    path("internal/", views.home, name="internal"),
    path("internal/forms/<slug:code>/", views.form, name="internal_form"),
    path("internal/cases/<str:reference>/", views.case, name="internal_case"),
    path("internal/cases/<str:reference>/message/", views.message, name="internal_message"),
    path("internal/cases/<str:reference>/withdraw/", views.withdraw, name="internal_withdraw"),
    path("internal/cases/<str:reference>/files/<int:pk>/", views.case_file, name="internal_file"),
]
