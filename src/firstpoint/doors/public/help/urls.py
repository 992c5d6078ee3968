"""Addresses of the public door: help."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
