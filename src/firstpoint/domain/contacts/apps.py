"""Django's name for contacts."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "firstpoint.domain.contacts"
    label = "contacts"
