"""Keep the words of an article as they are read, in place of the index that search used before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_drafts_and_requests")]

    operations = [
        migrations.RemoveIndex(model_name="articleversion", name="knowledge_words"),
        migrations.RemoveField(model_name="articleversion", name="words"),
        migrations.AddField(
            model_name="articleversion",
            name="text",
            field=models.TextField(blank=True, default="", help_text="The words of the html alone, for search"),
            preserve_default=False,
        ),
    ]
