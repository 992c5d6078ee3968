"""Staff are told of answers to what they asked of internal services."""

from django.db import migrations, models

KINDS = [
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
    ("answered", "There is an answer to what you asked"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0004_absences")]

    operations = [migrations.AlterField("notice", "kind", models.CharField(choices=KINDS, max_length=24))]
