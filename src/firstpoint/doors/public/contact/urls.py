"""Addresses of the public door: contact."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
