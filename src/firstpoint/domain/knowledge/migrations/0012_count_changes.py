"""Note by how much publications change what is counted for the search, so that no job counts everything again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0011_meanings")]

    operations = [
        migrations.CreateModel(
            name="CountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("versions", models.IntegerField()),
                ("length", models.IntegerField()),
                ("stems", models.JSONField()),
                ("spellings", models.JSONField()),
            ],
        ),
    ]
