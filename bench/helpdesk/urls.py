"""Its addresses, all of them its own."""

from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls"))]
