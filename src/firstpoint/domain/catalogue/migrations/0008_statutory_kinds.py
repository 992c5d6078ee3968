"""Kinds of matter for which a law says when an answer is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_escalations")]

    operations = [
        migrations.AddField(
            "enquirytypeversion",
            "statutory",
            models.CharField(
                blank=True,
                choices=[
                    ("foi", "Freedom of information"),
                    ("subject_access", "Subject access"),
                    ("ombudsman", "Ombudsman enquiry"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
    ]
