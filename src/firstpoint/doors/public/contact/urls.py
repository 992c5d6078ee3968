"""Addresses of the public door: contact."""

from django.urls import path

from firstpoint.doors.public.contact.views import answers, asking, drafts, previews

urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("ask/answers/", answers.answers, name="answers"),
    path("forms/<slug:code>/", asking.form, name="form"),
    path("forms/<slug:code>/save/", drafts.save_form, name="form_save"),
    path("previews/<str:token>/", previews.preview, name="preview"),
    path("sent/", asking.sent, name="sent"),
    path("drafts/saved/", drafts.saved, name="draft_saved"),
    path("drafts/<str:token>/", drafts.draft, name="draft"),
    path("drafts/<str:token>/code/", drafts.draft_code, name="draft_code"),
    path("drafts/<str:token>/form/", drafts.draft_form, name="draft_form"),
]
