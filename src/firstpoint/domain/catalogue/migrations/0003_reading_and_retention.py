"""How hard articles may read, and how long readers' words and addresses are kept."""

from django.db import migrations, models


def days(default, help_text):
    return models.PositiveSmallIntegerField(default=default, help_text=help_text)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_icons")]

    operations = [
        migrations.AddField("agency", "reading_grade", days(8, "School grade at or below which articles should read")),
        migrations.AddField(
            "agency",
            "reader_words_days",
            days(365, "Days that what readers searched for, and said of articles, is kept"),
        ),
        migrations.AddField(
            "agency",
            "reply_address_days",
            days(30, "Days after the answer that the address of a reader who reported something is kept"),
        ),
    ]
