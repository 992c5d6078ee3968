"""How long work is offered to one adviser, and who is told that a promise comes into danger."""

import django.db.models.deletion
from django.db import migrations, models

# What an agency begins with; it changes the rows as it likes.
FIRST_LEVELS = """
    INSERT INTO catalogue_escalation (queue_id, per_cent, whom)
    VALUES (NULL, 75, 'owner'), (NULL, 90, 'owner'), (NULL, 90, 'supervisors'), (NULL, 100, 'supervisors')
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_undo_and_nudge")]

    operations = [
        migrations.AddField(
            model_name="queue",
            name="push_seconds",
            field=models.PositiveIntegerField(db_default=60, default=60),
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("per_cent", models.PositiveSmallIntegerField()),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("owner", "The owner"),
                            ("supervisors", "The supervisors"),
                            ("department", "The supervisors of the department"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="catalogue.queue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("queue", "per_cent", "whom"), name="catalogue_escalation_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_cent__gte", 1), ("per_cent__lte", 1000)),
                        name="catalogue_escalation_per_cent",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FIRST_LEVELS, migrations.RunSQL.noop),
    ]
