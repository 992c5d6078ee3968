"""Addresses of the desk door: log."""

from django.urls import path

from firstpoint.doors.desk.log import views

urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/<int:pk>/undo/", views.undo, name="log_undo"),
]
