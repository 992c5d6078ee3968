"""Addresses of the desk door: case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
