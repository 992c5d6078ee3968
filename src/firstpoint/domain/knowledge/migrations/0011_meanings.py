"""Make the table of what passages mean, as vectors."""

import django.db.models.deletion
from django.db import migrations, models

AUDIENCES = [("public", "Public"), ("staff", "Staff only")]


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0010_uncounted_words")]

    operations = [
        migrations.CreateModel(
            name="Meaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("audience", models.CharField(choices=AUDIENCES, max_length=12)),
                ("model", models.CharField(max_length=60)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("is_staff_part", models.BooleanField()),
                ("numbers", models.BinaryField()),
                ("signs", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meanings",
                        to="knowledge.articleversion",
                    ),
                ),
            ],
        ),
    ]
