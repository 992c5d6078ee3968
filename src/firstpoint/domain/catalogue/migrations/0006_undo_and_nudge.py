"""How long an answer can be taken back, and where customers do themselves what an enquiry type is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_triage_threshold")]

    operations = [
        migrations.AddField(
            "agency",
            "undo_send_seconds",
            models.PositiveSmallIntegerField(
                default=10,
                db_default=10,
                help_text="Seconds in which an answer can be taken back before it goes out; 0 for none",
            ),
        ),
        migrations.AddField(
            "enquirytypeversion",
            "nudge_url",
            models.CharField(
                max_length=300, blank=True, default="", db_default="", help_text="Where customers do it themselves"
            ),
        ),
    ]
