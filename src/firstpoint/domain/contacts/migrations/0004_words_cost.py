"""Taking a message's words apart costs a tenth of a millisecond: the planner is told, or it does so for every message
of a small agency instead of asking the index.
"""

from django.db import migrations

COST = "ALTER FUNCTION contacts_words(text, timestamptz) COST {}"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_words")]

    operations = [migrations.RunSQL(COST.format(10_000), COST.format(100))]
