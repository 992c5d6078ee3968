"""Addresses of the desk door: work."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
