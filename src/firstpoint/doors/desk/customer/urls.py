"""Addresses of the desk door: customer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
