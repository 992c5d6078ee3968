"""Addresses of signing in, second factors and passwords."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
