"""Facts with a version, merges that can be undone, identity checks, and the words by which names are found."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_customers_name"),
        ("people", "0002_machines"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_id", models.BigIntegerField(null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Not asked"),
                            (1, "A contact point is proved"),
                            (2, "Knows what only the customer knows, or showed a document"),
                        ]
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("code", "One-time code"), ("questions", "Questions"), ("document", "Document shown")],
                        max_length=16,
                    ),
                ),
                ("passed", models.BooleanField()),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("proved_email", "Same e-mail, proved by both"),
                                ("proved_phone", "Same phone, proved by both"),
                                ("same_email", "Same e-mail"),
                                ("same_phone", "Same phone"),
                                ("same_birth_date", "Same date of birth"),
                                ("same_name", "Same name"),
                                ("similar_name", "Similar name"),
                                ("same_address", "Same address"),
                            ],
                            max_length=24,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "needs_added",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("large_print", "Large print"),
                                ("interpreter", "Interpreter"),
                                ("relay", "Relay service"),
                                ("sign_language", "Sign language"),
                            ],
                            max_length=24,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NameSpelling",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "spelling", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("spelling", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "beside", "customer_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                ("beside", models.CharField(blank=True, max_length=40)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotTheSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
            ],
        ),
        migrations.AddField(
            model_name="address",
            name="key",
            field=models.CharField(blank=True, db_default="", max_length=240),
        ),
        migrations.AddField(
            model_name="customer",
            name="born_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AlterField(
            model_name="customer",
            name="preferred_channel",
            field=models.CharField(
                blank=True,
                choices=[("email", "E-mail"), ("sms", "Text message"), ("phone", "Phone call"), ("post", "Letter")],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="onetimecode",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("track", "Tracking a case"),
                    ("draft", "Resuming a form"),
                    ("identity", "Proving who somebody is"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="identitycheck",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user"),
        ),
        migrations.AddField(
            model_name="identitycheck",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="identity_checks", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="absorbed",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user"),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user"
            ),
        ),
        migrations.AddIndex(
            model_name="namespelling",
            index=models.Index(
                condition=models.Q(("spelling", models.F("word"))),
                fields=["word"],
                name="customers_name_beginning",
                opclasses=("text_pattern_ops",),
            ),
        ),
        migrations.AddField(
            model_name="notthesame",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user"),
        ),
        migrations.AddField(
            model_name="notthesame",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="notthesame",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="identitycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_id__isnull", False), ("case_id__isnull", False), _connector="OR"),
                name="customers_check_has_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("absorbed",), name="customers_absorbed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("absorbed")), _negated=True), name="customers_merged_with_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="notthesame",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="customers_not_the_same"),
        ),
        migrations.AddConstraint(
            model_name="notthesame",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="customers_two_in_order"
            ),
        ),
    ]
