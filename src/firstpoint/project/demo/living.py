"""Weeks of work at the demonstration agency, up to this morning."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from firstpoint.channels.tasks import deliver_message
from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.domain.cases.queries.internal import asking_as
from firstpoint.domain.catalogue.models import Audience, EnquiryTypeVersion
from firstpoint.domain.contacts.models import Channel, Delivery, Message
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Incoming, Sender
from firstpoint.domain.knowledge.actions import sum_days
from firstpoint.domain.knowledge.models import Article
from firstpoint.domain.people.models import SYSTEM, Role, User, public_site
from firstpoint.domain.routing.actions import estimate_wait, save_adviser, set_presence, watch_queues
from firstpoint.domain.routing.models import Presence
from firstpoint.project.demo.agency import draw_residents, invite_everybody
from firstpoint.project.demo.course import Course, finish_job, run_jobs
from firstpoint.project.demo.lives import Life, moment_before
from firstpoint.project.demo.readers import Readers, plan_editing
from firstpoint.project.demo.responses import write_responses

WEEKS = 5
RESIDENTS = 120
SEED = 20260302
# What is still waiting now, of every hundred cases: too late, nearly too late, and come in since yesterday evening.
OVERDUE, AT_RISK, FRESH = 2, 2, 5
HOURS = (0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 2, 5, 8, 8, 7, 6, 6, 7, 7, 6, 5, 4, 4, 5, 5, 3, 1)
UNREADABLE = (
    b'{"channel": "web", "language": "en", "body": "The street light at the corner of Mill Str',
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b'["web", "es", "Quisiera preguntar por mi recibo"]',
)


# Enquiry type and answers.
ASKED_INTERNALLY: tuple[tuple[str, dict[str, object]], ...] = (
    ("staff-computer-problem", {"device": "phone", "what_happens": "My headset cuts out on calls.", "can_work": True}),
    ("staff-access", {"to_what": "The water accounts folder", "why": "I look up bills for customers."}),
    ("staff-pay-question", {"about": "leave", "question": "How many days off do I have left this year?"}),
)


def fill(*, cases: int, now: datetime, told: Callable[[int], None] = lambda done: None) -> None:
    """Make everything, in one transaction: staff, customers and their cases. `told` hears of the cases done so far.

    A run that is killed leaves nothing behind.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    with transaction.atomic():
        Filling(cases, now, told).run()


class Filling:
    """The plan of all cases, drawn from one seed."""

    def __init__(self, cases: int, now: datetime, told: Callable[[int], None]) -> None:
        self.random = Random(SEED)  # noqa: S311 (the demonstration shall be the same every time)
        self.cases, self.now, self.told = cases, now, told
        self.course = Course(now)
        self.begin = now - timedelta(weeks=WEEKS)

    def run(self) -> None:
        """Invite the staff, then let the weeks go by."""
        with clock.frozen(self.begin - timedelta(days=30)):
            staff = [(user, user.acting()) for user in invite_everybody()]
            write_responses()
            self.advisers = [(user, actor) for user, actor in staff if Role.ADVISER in user.roles]
            run_jobs()
        self.residents = draw_residents(self.random, min(RESIDENTS, self.cases))
        self.versions = list(
            EnquiryTypeVersion.objects.filter(
                enquiry_type__current_version=F("pk"),
                enquiry_type__is_active=True,
                enquiry_type__audience=Audience.PUBLIC,
            )
            .select_related("enquiry_type__service", "calendar", "queue")
            .order_by("enquiry_type__position", "pk")
        )
        queues = sorted({version.queue for version in self.versions}, key=lambda queue: queue.pk)
        self.colleagues = {
            tier: (
                [queue for queue in queues if queue.tier == tier],
                [(user, actor) for user, actor in self.advisers if actor.tier == tier],
            )
            for tier in (1, 2, 3)
        }
        self.articles: dict[int | None, list[str]] = {}
        for service, slug in Article.objects.filter(audience="public").order_by("slug").values_list("service", "slug"):
            self.articles.setdefault(service, []).append(slug)
        for number in range(self.cases):
            self._plan_case(number)
        self._plan_reading(staff)
        self._plan_asking_internally()
        self._plan_what_goes_wrong()
        self.course.run()
        self._come_to_work()
        self._leave_a_failed_job()
        estimate_wait(actor=SYSTEM)
        watch_queues(actor=SYSTEM)
        sum_days(actor=SYSTEM, days=0)

    def _come_to_work(self) -> None:
        """Who speaks which language, and who is there this morning."""
        for place, (user, actor) in enumerate(self.advisers):
            save_adviser(
                user, actor=SYSTEM, languages=["en", "es"] if user.language == "es" or place % 3 == 0 else ["en"]
            )
            there = (Presence.AVAILABLE, Presence.AVAILABLE, Presence.BUSY, Presence.AWAY)[place % 4]
            set_presence(actor=actor, presence=there)
        run_jobs()

    def _plan_reading(self, staff: list[tuple[User, Actor]]) -> None:
        """Those who only read are many more than those who write."""
        everybody, editor = [actor for _user, actor in staff], next(a for u, a in staff if Role.EDITOR in u.roles)
        reading = Random(SEED)  # noqa: S311 (so that the cases stay what they are, whatever is read)
        begin = self.begin.replace(hour=13, minute=30)
        Readers(self.course, reading, begin=begin, searches_a_day=self.cases // 7, staff=everybody).plan()
        plan_editing(self.course, begin, editor)

    def _plan_asking_internally(self) -> None:
        """Staff need help themselves."""
        asking = zip(("Jordan Kim", "Priya Nair", "Elena Marsh"), ASKED_INTERNALLY, strict=True)
        for hours, (name, (code, answers)) in enumerate(asking, start=2):
            user = next(user for user, _actor in self.advisers if user.name == name)
            self.course.plan(self.now - timedelta(hours=hours), partial(_ask_internally, user, code, answers))

    def _plan_case(self, number: int) -> None:
        place = number % 100
        version = self.versions[number % len(self.versions)]
        is_waiting = place < OVERDUE + AT_RISK + FRESH
        if place < OVERDUE + AT_RISK:
            version = self.random.choice([known for known in self.versions if known.first_answer_minutes > 240])
            late = place < OVERDUE
            promise_in = timedelta(minutes=self.random.randint(-400, -20) if late else self.random.randint(10, 55))
            arrival = moment_before(self.now, version, promise_in)
        elif is_waiting:
            arrival = self.now - timedelta(minutes=self.random.randint(3, 14 * 60))
        else:
            arrival = self._some_time()
        life = Life(
            self.course,
            self.random,
            number=number,
            version=version,
            resident=self.random.choice(self.residents),
            advisers=self._advisers_for(version),
            articles=self._articles_about(version),
            colleagues=self.colleagues,
            is_left_waiting=is_waiting,
        )

        def arrive() -> None:
            life.arrive()
            self.told(1)

        self.course.plan(arrival, arrive)

    def _some_time(self) -> datetime:
        """Return a moment of the past weeks, by day more often than by night and seldom on weekends."""
        zone = ZoneInfo("America/New_York")
        while True:
            moment = self.begin + self.random.random() * (self.now - self.begin)
            local = moment.astimezone(zone)
            weight = HOURS[local.hour] * (0.35 if local.weekday() > 4 else 1)
            if self.random.random() * max(HOURS) < weight:
                return moment

    def _advisers_for(self, version: EnquiryTypeVersion) -> list[tuple[User, Actor]]:
        """Return the advisers of the tier, those of the department if there are any."""
        tier = [(user, actor) for user, actor in self.advisers if actor.tier == version.queue.tier]
        department = version.enquiry_type.department_id
        return [(user, actor) for user, actor in tier if department in actor.department_ids] or tier

    def _articles_about(self, version: EnquiryTypeVersion) -> list[str]:
        return self.articles.get(version.enquiry_type.service_id, [])

    def _plan_what_goes_wrong(self) -> None:
        """Some input cannot be read, and some looks like a machine's work: both wait for a person."""
        for number, content in enumerate(UNREADABLE):
            external_id = f"demonstration-unreadable-{number}"
            step = partial(intake.accept, actor=SYSTEM, channel="web", external_id=external_id, content=content)
            self.course.plan(self.now - timedelta(hours=5 + 20 * number), step)
        offer = Incoming(
            channel="web",
            language="en",
            body="Best offers for your web site, first page guaranteed!!! Reply today.",
            sender=Sender("Top Ranking Team", "sales@ranking.example"),
        )
        self.course.plan(
            self.now - timedelta(hours=9),
            lambda: intake.set_aside(
                offer,
                actor=public_site(language="en"),
                external_id="demonstration-offer",
                reason="The hidden field of the form was filled in, which people do not see.",
            ),
        )

    def _leave_a_failed_job(self) -> None:
        """Leave one message that could not be delivered for a day; tried again at the desk, it goes out."""
        yesterday = self.now - timedelta(days=1)
        message = Message.objects.filter(delivery=Delivery.SENT, kind="answer", at__lt=yesterday).order_by("at").last()
        if message is None:
            return
        message.delivery, message.delivered_at = Delivery.QUEUED, None
        message.save(update_fields=["delivery", "delivered_at"])
        finish_job(deliver_message.defer(subject_id=message.pk), "failed")


def _ask_internally(user: User, code: str, answers: dict[str, object]) -> None:
    """Let a member of staff ask an internal service, as they do at the desk."""
    version = EnquiryTypeVersion.objects.get(enquiry_type__code=code, enquiry_type__current_version=F("pk"))
    body = version.definition.told(answers, user.language)
    incoming = Incoming(
        channel=Channel.WEB, language=user.language, body=body, enquiry_type=code, answers=answers, staff_id=user.pk
    )
    intake.take_in(incoming, actor=asking_as(user), external_id=f"demo-{code}")
