"""Django's name for the core: the journal, stored files and rate limits have their tables here."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "firstpoint.core"
    label = "core"
