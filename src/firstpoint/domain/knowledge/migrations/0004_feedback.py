"""Make room for what readers say of articles and for searches, and let figures find the journal's rows about them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_published"),
        ("knowledge", "0003_search_postings"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(help_text="In which the reader saw the site", max_length=12)),
                ("helpful", models.BooleanField()),
                ("text", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="knowledge.article"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.articleversion"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["article", "-at"], name="knowledge_comments")]},
        ),
        migrations.CreateModel(
            name="SearchMade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24, unique=True)),
                ("text", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(max_length=12)),
                (
                    "place",
                    models.CharField(choices=[("site", "Site"), ("form", "Form"), ("desk", "Desk")], max_length=8),
                ),
                (
                    "audience",
                    models.CharField(choices=[("public", "Public"), ("staff", "Staff only")], max_length=12),
                ),
                ("total", models.PositiveIntegerField(help_text="How many results there were")),
                ("at", models.DateTimeField()),
                ("position", models.PositiveSmallIntegerField(null=True)),
                ("helpful", models.BooleanField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "followed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.article",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["at"], name="knowledge_searches")]},
        ),
        # Partial: what happens to cases, which is most of the journal, is not slowed by it.
        migrations.RunSQL(
            "CREATE INDEX core_event_of_articles ON core_event (type, at) WHERE subject_type = 'knowledge.article'",
            "DROP INDEX core_event_of_articles",
        ),
    ]
