"""Members of staff as customers of internal services. Of nearly all customers the column is empty, and so is its index."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COLUMN = """
    ALTER TABLE customers_customer
    ADD COLUMN staff_id bigint REFERENCES people_user (id) DEFERRABLE INITIALLY DEFERRED
"""
INDEX = """
    CREATE UNIQUE INDEX CONCURRENTLY customers_customer_staff ON customers_customer (staff_id) WHERE staff_id IS NOT NULL
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("customers", "0004_name_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            COLUMN,
            "ALTER TABLE customers_customer DROP COLUMN staff_id",
            state_operations=[
                migrations.AddField(
                    "customer",
                    "staff",
                    models.OneToOneField(
                        blank=True,
                        help_text="Who asks at the desk",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                )
            ],
        ),
        migrations.RunSQL(INDEX, "DROP INDEX CONCURRENTLY customers_customer_staff"),
    ]
