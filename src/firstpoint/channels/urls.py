"""Addresses that exist in the demo alone."""

from django.urls import path

from firstpoint.channels.views import outbox

app_name = "demo"
urlpatterns = [path("outbox/", outbox, name="outbox")]
