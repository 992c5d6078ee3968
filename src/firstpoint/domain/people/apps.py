"""Django's name for people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "firstpoint.domain.people"
    label = "people"
