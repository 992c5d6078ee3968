"""Where articles lead and how hard they read, and what readers report."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Rendered articles write each address alone, with & as the only character that stands for another.
FIND_LINKS = r"""
    UPDATE knowledge_articleversion SET links = ARRAY(
        SELECT DISTINCT replace(found[1], '&amp;', '&')
        FROM regexp_matches(html || staff_html, 'href="((?:https?|article|form):[^"]*)"', 'g') AS found
    ) WHERE html || staff_html LIKE '%href="%'
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0008_staff_parts_and_files")]

    operations = [
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=2000, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Not looked at yet"),
                            ("fine", "Fine"),
                            ("moved", "Moved for good"),
                            ("failing", "Failed lately"),
                            ("broken", "Broken"),
                            ("unknown", "Cannot be checked"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("moved_to", models.CharField(blank=True, max_length=2000)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("next_check_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["next_check_at"], name="knowledge_link_next"),
                    models.Index(fields=["state"], name="knowledge_link_state"),
                ],
            },
        ),
        migrations.AddField(
            model_name="articleversion",
            name="grade",
            field=models.FloatField(help_text="School grade that reading it takes, where a formula says so", null=True),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="links",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                default=list,
                help_text="Where it leads, parts for staff included",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="changerequest",
            name="page",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="changerequest",
            name="reply_to",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.RunSQL(FIND_LINKS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="articleversion",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("is_published", True)), fields=["links"], name="knowledge_version_links"
            ),
        ),
    ]
