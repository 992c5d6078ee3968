"""Drafts of replies, what can be taken back, and links to self-service that were sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_notes_tasks_and_links"),
        ("catalogue", "0006_undo_and_nudge"),
        ("contacts", "0002_held_messages"),
        ("knowledge", "0013_standard_responses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=43, unique=True)),
                ("sent_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("followed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="cases.case"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.enquirytypeversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Undo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contacts.message"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="contacts.message"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("enquiry", "Enquiry"),
                            ("receipt", "Receipt"),
                            ("answer", "Answer"),
                            ("request", "Question to the customer"),
                            ("notice", "Notice"),
                            ("outcome", "Outcome"),
                        ],
                        max_length=12,
                    ),
                ),
                ("body", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "article_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.articleversion",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="cases.case"
                    ),
                ),
                (
                    "response_text",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.standardresponsetext",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "author", "kind"), name="cases_one_reply")],
            },
        ),
    ]
