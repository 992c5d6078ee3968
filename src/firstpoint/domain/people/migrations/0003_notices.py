"""What staff are told of, and how."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_machines"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="notices_by",
            field=models.CharField(
                choices=[
                    ("desk", "At the desk only"),
                    ("mail", "By e-mail, soon after"),
                    ("digest", "By e-mail, once a day"),
                ],
                db_default="desk",
                default="desk",
                max_length=8,
                verbose_name="Notices",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hand_off_offered", "A case is offered to you"),
                            ("hand_off_accepted", "Your hand-off was accepted"),
                            ("hand_off_returned", "A case came back to you"),
                            ("hand_off_timed_out", "Nobody accepted your hand-off in time"),
                            ("case_given", "A case was given to you"),
                            ("case_taken_away", "Your case was given to somebody else"),
                            ("mentioned", "You were mentioned in a note"),
                            ("task_given", "There is something for you to do"),
                            ("customer_wrote", "The customer wrote again"),
                            ("at_risk", "A promise is at risk"),
                            ("escalated", "A case needs a supervisor"),
                        ],
                        max_length=24,
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("read_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-at", "-id"], name="people_notices_of"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="people_unread_notices"),
                    models.Index(
                        condition=models.Q(("mailed_at", None), ("read_at", None)),
                        fields=["at"],
                        name="people_notices_to_mail",
                    ),
                ],
            },
        ),
    ]
