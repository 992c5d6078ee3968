"""Who has a case open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_breaches"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Viewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="viewers", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint("viewer", models.UniqueConstraint(fields=("case", "user"), name="cases_one_viewer")),
    ]
