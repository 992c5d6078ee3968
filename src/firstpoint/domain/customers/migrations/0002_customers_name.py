"""An index for finding customers by the beginning of their name."""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "customer", models.Index(OpClass(Upper("name"), name="text_pattern_ops"), name="customers_name")
        ),
    ]
