"""Services and enquiry types for the agency's own staff."""

from django.db import migrations, models

AUDIENCE = {
    "choices": [("public", "Everybody"), ("staff", "Staff only")],
    "db_default": "public",
    "default": "public",
    "max_length": 8,
}


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_changes_and_drafts")]

    operations = [
        migrations.AddField("service", "audience", models.CharField(**AUDIENCE)),
        migrations.AddField("enquirytype", "audience", models.CharField(**AUDIENCE)),
        migrations.AddConstraint(
            "enquirytype",
            models.CheckConstraint(
                condition=models.Q(("audience", "public"), ("is_restricted", True), _connector="OR"),
                name="catalogue_internal_restricted",
            ),
        ),
    ]
