"""Django's name for customers."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "firstpoint.domain.customers"
    label = "customers"
