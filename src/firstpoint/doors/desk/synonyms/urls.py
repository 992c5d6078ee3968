"""Addresses of the desk door: synonyms."""

from django.urls import path

from firstpoint.doors.desk.synonyms import views

urlpatterns = [
    path("knowledge/synonyms/", views.synonyms, name="synonyms"),
    path("knowledge/synonyms/new/", views.new, name="synonyms_new"),
    path("knowledge/synonyms/<int:pk>/", views.group, name="synonyms_group"),
    path("knowledge/synonyms/<int:pk>/remove/", views.remove, name="synonyms_remove"),
]
