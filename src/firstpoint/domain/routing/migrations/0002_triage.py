"""What was learned about which words customers use for which enquiry type."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("routing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TriageModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField()),
                ("decisions", models.PositiveIntegerField()),
                ("measured", models.PositiveIntegerField()),
                ("top_1", models.FloatField(null=True)),
                ("top_3", models.FloatField(null=True)),
                ("calibration_error", models.FloatField(null=True)),
                ("types", models.JSONField()),
                ("vocabulary", models.JSONField()),
                ("numbers", models.BinaryField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["language", "-id"], name="routing_triage_newest")]},
        ),
    ]
