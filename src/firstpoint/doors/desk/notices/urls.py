"""Addresses of the desk door: notices."""

from django.urls import path

from firstpoint.doors.desk.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/count/", views.count, name="notices_count"),
    path("notices/read/", views.read_all, name="notices_read"),
]
