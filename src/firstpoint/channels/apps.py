"""Django's name for the channels."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "firstpoint.channels"
    label = "channels"
