"""Notes, tasks, parties and links of cases, and what shows an outcome."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_retyped"),
        ("customers", "0004_name_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="evidence",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What shows the outcome: whose it is, or why",
                max_length=300,
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("done", "Done"),
                    ("answered", "Answered"),
                    ("not_ours", "Not ours"),
                    ("no_action", "No action"),
                    ("referred", "Referred"),
                    ("withdrawn", "Withdrawn"),
                    ("merged", "Continued in another case"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("related", "Related"),
                            ("child", "Part of it"),
                            ("merged", "Continued in it"),
                            ("split", "Split off from it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="cases.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_back", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "other"), name="cases_linked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True), name="cases_linked_to_another"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ("child", "merged"))),
                        fields=("other",),
                        name="cases_one_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="cases.case"
                    ),
                ),
                ("mentioned", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="cases_notes_of_case")],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "Speaks for the customer"),
                            ("concerned", "Concerned by it"),
                            ("witness", "Witness"),
                            ("provider", "Provides the service"),
                            ("professional", "Professional involved"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("reached_at", models.CharField(blank=True, max_length=254)),
                ("added_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="cases.case"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), ("customer__isnull", False), _connector="OR"
                        ),
                        name="cases_party_is_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="cases.case"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="cases_tasks_of_case"),
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["person", "due_on"], name="cases_open_tasks_of"
                    ),
                ],
            },
        ),
    ]
