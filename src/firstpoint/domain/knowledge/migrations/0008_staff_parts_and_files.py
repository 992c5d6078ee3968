"""Keep what staff alone read of an article, and files that readers take away."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0007_figures_and_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="articledraft",
            name="staff_body",
            field=models.TextField(blank=True, default="", help_text="For staff alone"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="drafttext",
            name="staff_body",
            field=models.TextField(blank=True, default="", help_text="For staff alone"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="articleversion",
            name="staff_body",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="articleversion",
            name="staff_html",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="articleversion",
            name="staff_text",
            field=models.TextField(
                blank=True, default="", help_text="The words of the staff_html alone, for search by staff"
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="posting", name="knowledge_posting_of_stem"),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                fields=("language", "stem", "version", "audience"),
                include=("title", "body", "length"),
                name="knowledge_posting_of_stem",
            ),
        ),
        migrations.CreateModel(
            name="ArticleFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField(help_text="In bytes")),
                ("digest", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=100)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="knowledge.article"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("article"),
                        models.F("language"),
                        django.db.models.functions.text.Lower("name"),
                        name="knowledge_file_name",
                    )
                ],
            },
        ),
    ]
