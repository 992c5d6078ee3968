"""Every address of the pages: the public site under its languages and what search engines read of it, the desk,
sign-in, and what the demo adds."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("desk/", include("firstpoint.doors.desk.urls")),
    path("desk/account/", include("firstpoint.doors.desk.sign_in_urls")),
    *([path("demo/", include("firstpoint.channels.urls"))] if settings.DEMO else []),
    path("", include("firstpoint.doors.public.outside_urls")),
    *i18n_patterns(path("", include("firstpoint.doors.public.urls")), prefix_default_language=True),
]

handler400 = "firstpoint.project.errors.bad_request"
handler403 = "firstpoint.project.errors.permission_denied"
handler404 = "firstpoint.project.errors.page_not_found"
handler500 = "firstpoint.project.errors.server_error"
