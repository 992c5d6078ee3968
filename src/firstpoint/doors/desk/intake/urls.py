"""Addresses of the desk door: the quarantine of input, and jobs that are stuck."""

from django.urls import path

from firstpoint.doors.desk.intake import views

urlpatterns = [
    path("intake/", views.intake, name="intake"),
    path("intake/<int:pk>/", views.item, name="intake_item"),
    path("intake/<int:pk>/file/", views.download, name="intake_file"),
    path("intake/<int:pk>/retry/", views.retry, name="intake_retry"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", views.retry_job, name="job_retry"),
    path("jobs/<int:pk>/abandon/", views.abandon_job, name="job_abandon"),
]
