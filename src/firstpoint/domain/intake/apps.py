"""Django's name for intake."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "firstpoint.domain.intake"
    label = "intake"
