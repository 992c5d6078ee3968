"""Many cases at once with undo, cases that a deputy covers, what was escalated, and how fast work is taken."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("cases", "0006_breaches"),
        ("catalogue", "0007_escalations"),
        ("people", "0004_absences"),
        ("routing", "0003_advisers_and_hand_offs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reassign", "Give to a person"),
                            ("move", "Put into another queue"),
                            ("priority", "Change the priority"),
                        ],
                        max_length=12,
                    ),
                ),
                ("to", models.BigIntegerField()),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("last_event_id", models.BigIntegerField(default=0)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BatchedCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("refusal", models.CharField(blank=True, max_length=300)),
                ("kept_because", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="CoveredCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="EscalatedCase",
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
                ("promise_at", models.DateTimeField()),
                ("per_cent", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
            ],
        ),
        migrations.AddField(
            model_name="queueload",
            name="attended",
            field=models.FloatField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="queueload",
            name="available",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="queueload",
            name="taken",
            field=models.FloatField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="workitem",
            name="pushed_at",
            field=models.DateTimeField(null=True),
        ),
        AddIndexConcurrently(
            "workitem",
            models.Index(condition=models.Q(("state", "taken")), fields=["taken_at"], name="routing_taken_work"),
        ),
        migrations.AddField(
            model_name="batch",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="batchedcase",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="routing.batch"
            ),
        ),
        migrations.AddField(
            model_name="batchedcase",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
        ),
        migrations.AddField(
            model_name="coveredcase",
            name="absence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="covered", to="people.absence"
            ),
        ),
        migrations.AddField(
            model_name="coveredcase",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="covers", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="coveredcase",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="escalatedcase",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="escalated", to="cases.case"
            ),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["by", "-at", "-id"], name="routing_batches_of"),
        ),
        migrations.AddConstraint(
            model_name="batchedcase",
            constraint=models.UniqueConstraint(fields=("batch", "case"), name="routing_batched_once"),
        ),
        migrations.AddConstraint(
            model_name="coveredcase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("absence", "case"), name="routing_covered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalatedcase",
            constraint=models.UniqueConstraint(
                fields=("case", "promise", "promise_at", "per_cent"), name="routing_escalated_once"
            ),
        ),
    ]
