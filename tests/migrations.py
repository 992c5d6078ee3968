"""Fail when a model has changed and no migration says so."""

import os
import sys

import tests.environment  # noqa: F401

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstpoint.project.settings")

if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    own = (
        "core",
        "people",
        "catalogue",
        "customers",
        "knowledge",
        "contacts",
        "cases",
        "routing",
        "intake",
        "channels",
    )
    try:
        call_command("makemigrations", *own, check=True, dry_run=True)
    except SystemExit:
        sys.exit("Run django-admin makemigrations: a model differs from its migrations.")
