"""Addresses of the desk door: staff."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
