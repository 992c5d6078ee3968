"""Django's name for catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "firstpoint.domain.catalogue"
    label = "catalogue"
