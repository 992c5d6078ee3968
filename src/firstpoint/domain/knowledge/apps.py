"""Django's name for knowledge."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "firstpoint.domain.knowledge"
    label = "knowledge"
