"""Messages that wait until they cannot be taken back, and which answer they gave; contacts that gave an article."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
        ("knowledge", "0013_standard_responses"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="article_version",
            field=models.ForeignKey(
                help_text="The answer given",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="knowledge.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="held_until",
            field=models.DateTimeField(help_text="Until when it can be taken back; it goes out then", null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="response_text",
            field=models.ForeignKey(
                help_text="The answer given",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="knowledge.standardresponsetext",
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("case", "Became part of a case"),
                    ("answered", "Answered"),
                    ("sign_posted", "Sign-posted"),
                    ("article_given", "Article given"),
                ],
                max_length=16,
            ),
        ),
    ]
