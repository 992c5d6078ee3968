"""Django's name for routing."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "firstpoint.domain.routing"
    label = "routing"
