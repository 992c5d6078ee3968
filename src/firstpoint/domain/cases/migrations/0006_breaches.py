"""Why promises were missed, and the way to those that come into danger."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("cases", "0005_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "promise",
                    models.CharField(
                        choices=[
                            ("first_answer", "First answer"),
                            ("resolution", "Resolution"),
                            ("tier", "Time of the tier"),
                        ],
                        max_length=16,
                    ),
                ),
                ("tier", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("staffing", "Too few staff"),
                            ("customer_late", "The customer was late"),
                            ("other_agency", "Waiting for another agency"),
                            ("system", "A system failed"),
                            ("complexity", "More complex than usual"),
                            ("overlooked", "Overlooked"),
                        ],
                        max_length=16,
                    ),
                ),
                ("noted_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="breaches", to="cases.case"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "promise", "tier", "at"), name="cases_breach_explained_once"
                    )
                ],
            },
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                condition=models.Q(("first_answered_at", None), ("state", "open")),
                fields=["version", "first_answer_due_at"],
                name="cases_answers_due",
            ),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                condition=models.Q(("first_answered_at__isnull", False), ("state", "open")),
                fields=["version", "due_at"],
                name="cases_resolutions_due",
            ),
        ),
    ]
