"""How sure it must be who a customer is, and whether a look at a case needs a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_audiences")]

    operations = [
        migrations.AddField(
            "enquirytypeversion",
            "identity_level",
            models.PositiveSmallIntegerField(
                choices=[
                    (0, "Not asked"),
                    (1, "A contact point is proved"),
                    (2, "Knows what only the customer knows, or showed a document"),
                ],
                db_default=0,
                default=0,
            ),
        ),
        migrations.AddField(
            "enquirytypeversion",
            "asks_reason_to_look",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whoever is not the owner says why before a case is shown",
            ),
        ),
    ]
