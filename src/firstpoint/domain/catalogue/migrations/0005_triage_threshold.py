"""From which confidence on no person needs to decide what a message is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_skills_and_hand_offs")]

    operations = [
        migrations.AddField(
            "agency",
            "triage_threshold",
            models.PositiveSmallIntegerField(
                default=85, help_text="Confidence in per cent below which a person decides what a message is about"
            ),
        ),
    ]
