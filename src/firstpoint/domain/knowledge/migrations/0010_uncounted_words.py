"""Write the postings without a look-up of their versions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0009_links_and_reading")]

    operations = [
        migrations.AlterField(
            model_name="posting",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="postings",
                to="knowledge.articleversion",
            ),
        ),
    ]
