"""Addresses of what search engines read, which stand outside the languages."""

from django.urls import path

from firstpoint.doors.public.help.views import outside

urlpatterns = [
    path("robots.txt", outside.robots),
    path("sitemap.xml", outside.sitemap),
    path("sitemap-<int:number>.xml", outside.sitemap_part),
]
