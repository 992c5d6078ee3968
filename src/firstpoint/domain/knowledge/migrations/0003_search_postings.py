"""Make the tables that search reads."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

AUDIENCES = [("public", "Public"), ("staff", "Staff only")]


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_longer_titles_and_external_ids")]

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12, unique=True)),
                ("versions", models.PositiveIntegerField()),
                ("average_length", models.FloatField()),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Stem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "language", "stem", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("stem", models.CharField(max_length=64)),
                ("versions", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "language", "audience", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("audience", models.CharField(choices=AUDIENCES, max_length=12)),
                ("word", models.CharField(max_length=60)),
                ("versions", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("stem", models.CharField(max_length=64)),
                ("title", models.PositiveSmallIntegerField()),
                ("body", models.PositiveSmallIntegerField()),
                ("length", models.PositiveIntegerField()),
                ("audience", models.CharField(choices=AUDIENCES, max_length=12)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="knowledge.articleversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "stem", "version"),
                        include=("title", "body", "length", "audience"),
                        name="knowledge_posting_of_stem",
                    )
                ],
            },
        ),
    ]
