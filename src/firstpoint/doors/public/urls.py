"""Addresses of the public site, below the language's prefix."""

from firstpoint.doors.public.contact.urls import urlpatterns as contact
from firstpoint.doors.public.help.urls import urlpatterns as help_pages
from firstpoint.doors.public.track.urls import urlpatterns as track

app_name = "public"
urlpatterns = [*help_pages, *contact, *track]
