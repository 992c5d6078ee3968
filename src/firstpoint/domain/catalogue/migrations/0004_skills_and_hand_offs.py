"""Skills, what queues ask of advisers, and what an enquiry type asks of hand-offs."""

from django.db import migrations, models

import firstpoint.core.database.fields


def minutes(default):
    return models.PositiveIntegerField(default=default)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_reading_and_retention")]

    operations = [
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True)),
                ("name", firstpoint.core.database.fields.TextField()),
            ],
        ),
        migrations.AddField("queue", "skills", models.JSONField(default=dict)),
        migrations.AddField("queue", "overflow_waiting", minutes(0)),
        migrations.AddField("queue", "overflow_minutes", minutes(0)),
        migrations.AddField("queue", "accept_minutes", minutes(120)),
        migrations.AddField("queue", "most_hand_offs", models.PositiveSmallIntegerField(default=5)),
        migrations.AddField("queue", "keep_minutes", minutes(0)),
        migrations.AddField(
            "queue",
            "is_pushed",
            models.BooleanField(default=False, help_text="Work is offered to advisers, who need not look for it"),
        ),
        migrations.AddField(
            "enquirytypeversion",
            "tier_minutes",
            models.JSONField(default=dict, help_text="Working minutes that a tier may hold a case, by tier"),
        ),
        migrations.AddField(
            "enquirytypeversion",
            "hand_off_needs",
            models.JSONField(default=list, help_text="Fields of the form without which no case is handed on"),
        ),
    ]
