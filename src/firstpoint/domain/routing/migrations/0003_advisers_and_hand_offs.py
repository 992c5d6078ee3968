"""Advisers, hand-offs, what waits in each queue, and what decides who may take work."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import firstpoint.core.clock

FILL = """
    UPDATE routing_workitem AS work SET language = cases_case.language, channel = cases_case.channel
    FROM cases_case WHERE cases_case.id = work.case_id AND work.state = 'waiting'
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("cases", "0004_notes_tasks_and_links"),
        ("catalogue", "0005_triage_threshold"),
        ("people", "0003_notices"),
        ("routing", "0002_triage"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Overflow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="QueueLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web form"),
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("chat", "Chat"),
                            ("sms", "Text message"),
                            ("post", "Letter"),
                            ("counter", "Counter"),
                            ("social", "Social media"),
                        ],
                        max_length=16,
                    ),
                ),
                ("waiting", models.PositiveIntegerField()),
                ("longest_since", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="workitem",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "Web form"),
                    ("email", "E-mail"),
                    ("phone", "Phone"),
                    ("chat", "Chat"),
                    ("sms", "Text message"),
                    ("post", "Letter"),
                    ("counter", "Counter"),
                    ("social", "Social media"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="kept_for",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="kept_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="workitem",
            name="language",
            field=models.CharField(db_default="", default="", max_length=12),
        ),
        migrations.CreateModel(
            name="Adviser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("web", "Web form"),
                                ("email", "E-mail"),
                                ("phone", "Phone"),
                                ("chat", "Chat"),
                                ("sms", "Text message"),
                                ("post", "Letter"),
                                ("counter", "Counter"),
                                ("social", "Social media"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("skills", models.JSONField(default=dict)),
                ("capacity", models.JSONField(default=dict)),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("available", "Available"),
                            ("busy", "Busy"),
                            ("away", "Away"),
                            ("offline", "Offline"),
                        ],
                        default="offline",
                        max_length=12,
                    ),
                ),
                ("presence_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "presence_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adviser", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("electronic", "Electronic"),
                            ("warm", "Warm: introduced on the line"),
                            ("referral", "Referral of an ongoing or expected problem"),
                            ("return", "Return of misdirected work"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned"),
                            ("withdrawn", "Withdrawn"),
                            ("timed_out", "Not answered in time"),
                        ],
                        default="offered",
                        max_length=12,
                    ),
                ),
                ("note", models.TextField()),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("process", "The process sends it here"),
                            ("knowledge", "The knowledge was missing or wrong"),
                            ("adherence", "The process was not followed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("offered_at", models.DateTimeField(default=firstpoint.core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hand_offs", to="cases.case"
                    ),
                ),
                (
                    "from_queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.queue"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.queue"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="workitem",
            name="hand_off",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="routing.handoff"
            ),
        ),
        AddIndexConcurrently(
            "workitem",
            models.Index(
                condition=models.Q(("state", "waiting")), fields=["kept_for", "kept_until"], name="routing_kept_work"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="overflow",
            name="queue",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="overflow", to="catalogue.queue"
            ),
        ),
        migrations.AddField(
            model_name="queueload",
            name="queue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="loads", to="catalogue.queue"
            ),
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(
                condition=models.Q(("state", "offered")), fields=["expires_at"], name="routing_hand_off_expiry"
            ),
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(
                condition=models.Q(("state", "offered")), fields=["to_person"], name="routing_hand_off_to"
            ),
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(condition=models.Q(("state", "offered")), fields=["sender"], name="routing_hand_off_of"),
        ),
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "offered")), fields=("case",), name="routing_one_open_hand_off"
            ),
        ),
        migrations.AddConstraint(
            model_name="queueload",
            constraint=models.UniqueConstraint(fields=("queue", "channel"), name="routing_load_of_queue"),
        ),
    ]
