"""Sum what was noted about readers by day, keep what was taken off the editors' list, and settle comments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

AUDIENCES = [("public", "Public"), ("staff", "Staff only")]
PLACES = [("site", "Site"), ("form", "Form"), ("desk", "Desk")]
KINDS = [
    ("unanswered", "Searches without a good answer"),
    ("asked", "Searches followed by a contact"),
    ("low", "Articles that help few readers"),
]


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def counts(*names):
    return [(name, models.PositiveIntegerField(default=0)) for name in names]


def outcomes():
    return counts("opened", "positions", "answered", "said_yes", "asked")


def of_article(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.article", **more
    )


def by_user(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("knowledge", "0006_plain_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleDay",
            fields=[
                key(),
                *outcomes(),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=12)),
                ("audience", models.CharField(choices=AUDIENCES, max_length=12)),
                *counts("reads", "helpful", "unhelpful"),
                ("article", of_article()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["article", "day"], name="knowledge_days_of_article"),
                    models.Index(
                        fields=["day"],
                        condition=models.Q(helpful__gt=0) | models.Q(unhelpful__gt=0),
                        name="knowledge_days_of_votes",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "article", "language", "audience"), name="knowledge_article_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDay",
            fields=[
                key(),
                *outcomes(),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=12)),
                ("place", models.CharField(choices=PLACES, max_length=8)),
                ("audience", models.CharField(choices=AUDIENCES, max_length=12)),
                *counts("made", "empty", "unsure"),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "language", "place", "audience"), name="knowledge_search_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                key(),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("language", models.CharField(max_length=12)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("article", of_article(null=True)),
                ("by", by_user()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="knowledge_dismissed_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "language", "words", "article"),
                        name="knowledge_one_dismissal",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.AddField("articlecomment", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField("articlecomment", "settled_by", by_user(null=True)),
        migrations.AddField(
            "articlecomment",
            "request",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="comments",
                to="knowledge.changerequest",
            ),
        ),
        migrations.AddIndex("articlecomment", models.Index(fields=["-at"], name="knowledge_comments_at")),
        migrations.AddIndex(
            "articlecomment",
            models.Index(fields=["-at"], condition=models.Q(settled_at__isnull=True), name="knowledge_comments_new"),
        ),
        migrations.AddField("searchmade", "has_answer", models.BooleanField(default=True), preserve_default=False),
        # Before, only how many results there were was kept.
        migrations.RunSQL("UPDATE knowledge_searchmade SET has_answer = false WHERE total = 0", migrations.RunSQL.noop),
        migrations.AddIndex(
            "searchmade",
            models.Index("language", Lower("text"), "at", condition=~models.Q(text=""), name="knowledge_search_words"),
        ),
        migrations.AddIndex(
            "searchmade",
            models.Index(
                fields=["at"], condition=models.Q(has_answer=False) & ~models.Q(text=""), name="knowledge_unanswered"
            ),
        ),
        migrations.AddIndex(
            "searchmade",
            models.Index(
                fields=["at"], condition=models.Q(asked_at__isnull=False) & ~models.Q(text=""), name="knowledge_asked"
            ),
        ),
    ]
