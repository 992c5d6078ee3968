"""Addresses of the public door: track."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
