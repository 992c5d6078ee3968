"""Standard responses and their texts by language and channel."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_undo_and_nudge"),
        ("knowledge", "0012_count_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("number", models.PositiveIntegerField(default=1)),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandardResponseText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("", "Any channel"), ("email", "E-mail"), ("sms", "Text message")],
                        max_length=16,
                    ),
                ),
                ("body", models.TextField(blank=True)),
                ("number", models.PositiveIntegerField()),
                ("is_current", models.BooleanField(default=True)),
                ("written_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="knowledge.standardresponse",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("response", "language", "channel"),
                        name="knowledge_one_current_response_text",
                    )
                ],
            },
        ),
    ]
