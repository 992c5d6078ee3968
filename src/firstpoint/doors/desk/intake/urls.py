"""Addresses of the desk door: intake."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
