"""Just enough of Django for the forms: the engine needs no database and no other part of the project."""

import os

import django
from django.conf import settings

if "DJANGO_SETTINGS_MODULE" not in os.environ and not settings.configured:
    settings.configure(
        INSTALLED_APPS=["firstpoint.core.apps.CoreConfig", "django.forms"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        FORM_RENDERER="firstpoint.core.forms.rendering.FormRenderer",
        LANGUAGES=[("en", "English"), ("es", "Español")],
        USE_TZ=True,
    )
    django.setup()
