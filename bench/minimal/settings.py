"""Firstpoint's tables, database and pool, with nothing around the view but the protection of its form."""

from firstpoint.project.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    *(app for app in INSTALLED_APPS if app.startswith(("firstpoint.core", "firstpoint.domain"))),  # noqa: F405
    "bench.minimal",
]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "bench.minimal.views"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
