"""Django's name for cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "firstpoint.domain.cases"
    label = "cases"
