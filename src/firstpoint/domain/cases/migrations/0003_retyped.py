"""When staff moved a case to another enquiry type, and what was decided last in each language."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0002_tier_clocks")]

    operations = [
        migrations.AddField(
            "case",
            "retyped_at",
            models.DateTimeField(help_text="When staff moved it to another enquiry type", null=True),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                condition=models.Q(("state", "closed")), fields=["language", "-closed_at"], name="cases_decided"
            ),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                condition=models.Q(("retyped_at__isnull", False)),
                fields=["language", "-retyped_at"],
                name="cases_retyped",
            ),
        ),
    ]
