"""Addresses of the desk door: knowledge."""

from django.urls import path

from firstpoint.doors.desk.knowledge.views import articles, drafts, requests, work

ARTICLE = "knowledge/articles/<slug:slug>/"
LANGUAGE = ARTICLE + "<str:language>/"

urlpatterns = [
    path("knowledge/", work.knowledge, name="knowledge"),
    path("knowledge/articles/", articles.articles, name="articles"),
    path("knowledge/new/", articles.new, name="article_new"),
    path(ARTICLE, articles.article, name="article"),
    path(ARTICLE + "facts/", articles.facts, name="article_facts"),
    path(ARTICLE + "rename/", articles.rename, name="article_rename"),
    path(ARTICLE + "withdraw/", articles.withdraw, name="article_withdraw"),
    path(ARTICLE + "put-back/", articles.put_back, name="article_put_back"),
    path(LANGUAGE, drafts.draft, name="draft"),
    path(LANGUAGE + "start/", drafts.start, name="draft_start"),
    path(LANGUAGE + "edit/", drafts.edit, name="draft_edit"),
    path(LANGUAGE + "history/", articles.history, name="article_history"),
    path(LANGUAGE + "still-right/", articles.confirm, name="article_confirm"),
    path(LANGUAGE + "review/", drafts.ask_review, name="draft_review"),
    path(LANGUAGE + "publish/", drafts.publish, name="draft_publish"),
    path(LANGUAGE + "schedule/", drafts.schedule, name="draft_schedule"),
    path(LANGUAGE + "unschedule/", drafts.unschedule, name="draft_unschedule"),
    path(LANGUAGE + "return/", drafts.give_back, name="draft_return"),
    path(LANGUAGE + "catch-up/", drafts.catch_up, name="draft_catch_up"),
    path(LANGUAGE + "discard/", drafts.discard, name="draft_discard"),
    path("knowledge/requests/", requests.requests, name="change_requests"),
    path("knowledge/requests/mine/", requests.mine, name="my_requests"),
    path("knowledge/requests/new/", requests.new, name="change_request_new"),
    path("knowledge/requests/<int:pk>/", requests.request_page, name="change_request"),
    path("knowledge/requests/<int:pk>/take/", requests.take, name="change_request_take"),
]
