"""Who reads and searches at the demonstration agency without writing to it, and what its editors do meanwhile."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db.models import F

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.catalogue.models import EnquiryTypeVersion
from firstpoint.domain.knowledge import actions
from firstpoint.domain.knowledge.actions import Notes, Search, Step
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.knowledge.queries import search
from firstpoint.domain.people.models import public_site
from firstpoint.project.demo.course import Course
from firstpoint.project.demo.words import WORDS

# Words of each enquiry type that are searched for.
MOST_WORDS = 2
# Of a hundred: searches in Spanish, results opened of those that answer and of others, votes after reading.
SPANISH, OPENED, OPENED_IN_VAIN, VOTES = 28, 74, 22, 12
# Some words are typed far more often than others.
READS_FOR_EACH_SEARCH = 4


def new_key(random: Random) -> str:
    """Return the key of a search."""
    return f"{random.getrandbits(64):016x}"


def look_up(
    text: str, language: str, known: dict[tuple[str, str], tuple[list[str], int, bool]]
) -> tuple[list[str], int, bool]:
    """Return what a search finds: slugs, how many in all, and whether the first is likely to answer."""
    if (text, language) not in known:
        found = search(public_site(language=language), text, language)
        known[text, language] = ([hit.slug for hit in found.hits], found.total, found.is_answered)
    return known[text, language]


class Readers:
    """The public's reads, searches, votes and comments of the past weeks, so many searches a day."""

    def __init__(
        self, course: Course, random: Random, *, begin: datetime, searches_a_day: int, staff: Sequence[Actor]
    ) -> None:
        self.course, self.random, self.begin, self.staff = course, random, begin, staff
        self.searches = max(2, searches_a_day)
        self.found: dict[tuple[str, str], tuple[list[str], int, bool]] = {}
        articles = Article.objects.order_by("slug").values_list("slug", "audience")
        self.public = [slug for slug, audience in articles if audience == "public"]
        self.every = [slug for slug, _audience in articles]
        random.shuffle(self.public)
        # Few articles are read by most, and a few help few.
        self.weights = [1 / (place + 1) ** 0.8 for place in range(len(self.public))]
        self.helpful = {slug: random.uniform(0.78, 0.96) for slug in self.public} | dict.fromkeys(
            self.public[2:15:4], 0.35
        )
        versions = EnquiryTypeVersion.objects.filter(
            enquiry_type__current_version=F("pk"), enquiry_type__is_active=True
        )
        keywords = list(versions.order_by("pk").values_list("keywords", flat=True))
        self.words = {
            language: [word for each in keywords for word in each.get(language, ())[:MOST_WORDS]]
            + 3 * WORDS["searches"][language]
            for language in ("en", "es")
        }

    def plan(self) -> None:
        """Plan a round each day, busier on working days."""
        day = self.begin
        while day < self.course.end:
            busy = 0.45 if day.weekday() > 4 else 1
            self.course.plan(day, partial(self.read, busy))
            day += timedelta(days=1)
        comments = WORDS["comments"]
        for place, comment in enumerate(comments):
            at = self.begin + (self.course.end - self.begin) * (place + 1) / (len(comments) + 1)
            self.course.plan(at, partial(self.comment, **comment))

    def read(self, busy: float) -> None:
        """Note a round of searches, and of reads that came another way."""
        random, notes = self.random, Notes()
        for _number in range(round(self.searches * busy * random.uniform(0.8, 1.2))):
            self._search(notes)
        for slug in random.choices(self.public, self.weights, k=round(len(notes.searches) * READS_FOR_EACH_SEARCH)):
            notes.reads[slug, self._language()] += 1
        actions.write_notes(notes, actor=public_site())
        for slug in random.choices(self.public, self.weights, k=4):
            self._vote(slug, self._language())
        read_at_work = Counter((random.choice(self.every), "en") for _number in range(round(self.searches * busy / 2)))
        actions.write_notes(Notes(reads=read_at_work), actor=random.choice(self.staff))

    def _language(self) -> str:
        return "es" if self.random.random() * 100 < SPANISH else "en"

    def _search(self, notes: Notes) -> None:
        random, language, now = self.random, self._language(), clock.now()
        text = random.choice(self.words[language])
        slugs, total, has_answer = look_up(text, language, self.found)
        key = new_key(random)
        notes.searches[key] = Search(key, text, language, "site", total, has_answer, now)
        if not slugs or random.random() * 100 >= (OPENED if has_answer else OPENED_IN_VAIN):
            return
        position = min(len(slugs), random.choices((1, 2, 3, 4), (62, 22, 11, 5))[0])
        slug = slugs[position - 1]
        notes.reads[slug, language] += 1
        notes.steps.append(Step(key, now, article=slug, position=position))
        if random.random() * 100 < VOTES:
            notes.steps.append(Step(key, now, helpful=self._vote(slug, language)))

    def _vote(self, slug: str, language: str) -> bool:
        helpful = self.random.random() < self.helpful[slug]
        actions.vote(slug, actor=public_site(), language=language, helpful=helpful)
        return helpful

    def comment(self, slug: str, language: str, helpful: bool, text: str) -> None:
        """A reader says what was missing."""
        actions.vote(slug, actor=public_site(), language=language, helpful=helpful)
        actions.comment_on_article(slug, actor=public_site(), language=language, helpful=helpful, text=text)


def plan_editing(course: Course, begin: datetime, editor: Actor) -> None:
    """Plan what an editor did: texts that were renewed before their translation, and days of review."""
    days = course.end - begin
    for place, slug in enumerate(WORDS["renewed"]):
        course.plan(begin + days * (place + 2) / 6, partial(renew, slug, editor))
    for place, slug in enumerate(WORDS["reviewed"]):
        course.plan(begin + timedelta(days=1), partial(date_review, slug, editor, days * (place + 3) / 4))


def renew(slug: str, editor: Actor) -> None:
    """Publish the English text of an article with a sentence more."""
    article = Article.objects.get(slug=slug)
    draft = actions.start_draft(article, actor=editor, language="en")
    words = actions.Words(
        "en", draft.title, f"{draft.body}\n\n{WORDS['renewed'][slug]}\n", draft.summary, tuple(draft.keywords)
    )
    actions.save_draft(draft, actor=editor, saves=draft.saves, words=words)
    draft.refresh_from_db()
    actions.publish_draft(draft, actor=editor, saves=draft.saves)


def date_review(slug: str, editor: Actor, after: timedelta) -> None:
    """Set the day by which an article is to be looked at again."""
    article = Article.objects.get(slug=slug)
    day = (clock.now() + after).date()
    actions.change_facts(article, actor=editor, changes=article.changes, review_by=day)
