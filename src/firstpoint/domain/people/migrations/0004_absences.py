"""Who is away, and who takes their cases meanwhile; notices that are about no single case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstpoint.core.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0003_notices")]

    operations = [
        migrations.AlterField(model_name="notice", name="case_id", field=models.BigIntegerField(null=True)),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
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
                    ("work_offered", "Work is offered to you for a short time"),
                    ("offer_passed", "You let offered work pass, and count as away now"),
                    ("cover_began", "Cases of somebody absent went to their deputy"),
                    ("cover_ended", "Cases went back to somebody who is here again"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("made_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["from_on"], name="people_absences_to_come"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="people_absence_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("deputy")), _negated=True), name="people_absence_deputy"
                    ),
                ],
            },
        ),
    ]
