"""Addresses of the desk door: standard responses."""

from django.urls import path

from firstpoint.doors.desk.responses import views

urlpatterns = [
    path("knowledge/responses/", views.responses, name="responses"),
    path("knowledge/responses/new/", views.new, name="responses_new"),
    path("knowledge/responses/<slug:code>/", views.response, name="response"),
    path("knowledge/responses/<slug:code>/history/", views.history, name="response_history"),
    path("knowledge/responses/<slug:code>/retire/", views.retire, name="response_retire"),
    path("knowledge/responses/<slug:code>/restore/", views.restore, name="response_restore"),
]
