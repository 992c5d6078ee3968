"""Addresses of the public door: help."""

from django.urls import path

from firstpoint.doors.public.help import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("services/", views.services, name="services"),
    path("services/<slug:code>/", views.service, name="service"),
    path("life-events/", views.events, name="events"),
    path("life-events/<slug:code>/", views.event, name="event"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/files/<int:pk>/", views.file, name="article_file"),
    path("articles/<slug:slug>/vote/", views.vote, name="vote"),
    path("articles/<slug:slug>/comment/", views.comment, name="comment"),
    path("something-wrong/", views.report, name="report"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
