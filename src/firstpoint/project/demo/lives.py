"""The life of one case in the demonstration: who wrote, who took it, what was said, and how it ended."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.utils.translation import override

from firstpoint.core import clock
from firstpoint.core.access import Actor
from firstpoint.core.errors import DomainError
from firstpoint.domain.cases import actions as cases
from firstpoint.domain.cases.models import Outcome
from firstpoint.domain.catalogue.models import EnquiryTypeVersion, Queue
from firstpoint.domain.contacts.models import Channel
from firstpoint.domain.customers.actions import digits_of
from firstpoint.domain.customers.models import ContactPoint
from firstpoint.domain.intake import actions as intake
from firstpoint.domain.intake.models import Incoming
from firstpoint.domain.knowledge.actions import Notes, Search, Step, write_notes
from firstpoint.domain.people.models import User, public_site
from firstpoint.domain.routing import actions as routing
from firstpoint.domain.routing.models import WorkItem
from firstpoint.doors.public.contact.forms import Journey
from firstpoint.project.demo.agency import Resident
from firstpoint.project.demo.answers import FormFiller
from firstpoint.project.demo.course import Course
from firstpoint.project.demo.readers import new_key
from firstpoint.project.demo.words import WORDS

# How often each way of going on is taken once an adviser has the case.
WAYS = {"answer": 42, "close": 14, "ask": 18, "hand_on": 8, "put_back": 3, "withdraw": 4, "write": 11}
OUTCOMES = {
    1: (Outcome.ANSWERED,),
    2: (Outcome.ANSWERED,),
    3: (Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.NO_ACTION, Outcome.NOT_OURS),
    7: (Outcome.DONE, Outcome.ANSWERED, Outcome.REFERRED),
}


# By tier: its queues, and its advisers.
Colleagues = Mapping[int, tuple[Sequence[Queue], Sequence[tuple[User, Actor]]]]


class Life:
    """One case from its arrival on. Each step plans the next, so what the present has not reached is still open."""

    def __init__(
        self,
        course: Course,
        random: Random,
        *,
        number: int,
        version: EnquiryTypeVersion,
        resident: Resident,
        advisers: Sequence[tuple[User, Actor]],
        articles: Sequence[str],
        colleagues: Colleagues,
        is_left_waiting: bool = False,
    ) -> None:
        self.course, self.random, self.number = course, random, number
        self.version, self.resident, self.advisers, self.articles = version, resident, advisers, articles
        self.colleagues, self.is_left_waiting = colleagues, is_left_waiting
        self.calendar = version.calendar.working()
        self.adviser, self.actor = random.choice(advisers)
        # All that happens to the case happens here, so how it stands need not be read back.
        self.case_id, self.reference, self.step, self.is_closed = 0, "", 0, False
        self.is_anonymous = version.may_be_anonymous and random.random() < 0.25

    @property
    def visitor(self) -> Actor:
        """Return the customer on the public site, who has proved the case."""
        return public_site(language=self.resident.language, proven_case_ids=frozenset({self.case_id}))

    def arrive(self) -> None:
        """Fill in the form and send it."""
        language, random = self.resident.language, self.random
        with override(language):
            form = FormFiller(random, self.version, self.resident, self.is_anonymous).fill_in()
            incoming = form.incoming(self._journey())
            case = intake.take_in(
                incoming,
                actor=public_site(language=language),
                external_id=f"demonstration-{self.number}",
                uploads=form.uploads(),
            )
        self.case_id, self.reference = case.pk, case.reference
        if not self.is_left_waiting:
            target = self.version.first_answer_minutes
            self._plan_work(target * random.choice((0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 0.9, 1.15)), self.take)

    def _journey(self) -> Journey:
        """Return what was searched and read before, and what was offered meanwhile; the search is noted."""
        random, language = self.random, self.resident.language
        if random.random() < 0.5:
            return Journey()
        words = random.choice(self.version.keywords.get(language) or [""])
        article = random.choice(self.articles) if self.articles and random.random() < 0.7 else ""
        offered = random.sample(self.articles, min(3, len(self.articles))) if random.random() < 0.6 else []
        taken = offered[:1] if random.random() < 0.4 else []
        found = self._note_search(words, article) if words else ""
        return Journey(words, found, article, offered=" ".join(offered), taken=" ".join(taken))

    def _note_search(self, words: str, article: str) -> str:
        key, now, language = new_key(self.random), clock.now(), self.resident.language
        searched = Search(key, words, language, "site", total=5, has_answer=bool(article), at=now)
        steps = [Step(key, now, article=article, position=1)] if article else []
        notes = Notes(searches={key: searched}, steps=[*steps, Step(key, now, asked=True)])
        write_notes(notes, actor=public_site(language=language))
        return key

    def take(self) -> None:
        """An adviser takes the case, and goes on in one of the ways."""
        if self.is_closed:
            return
        routing.take(WorkItem.objects.get(case=self.case_id).pk, actor=self.actor)
        self._work_with_colleagues()
        way = self.random.choices(list(WAYS), list(WAYS.values()))[0]
        steps: dict[str, Callable[[], None]] = {
            "answer": self.answer,
            "close": self.close,
            "ask": self.ask,
            "hand_on": self.hand_on,
            "put_back": self.put_back,
            "withdraw": self.withdraw,
            "write": self.write_again,
        }
        self._plan_work(self.random.uniform(4, 35), steps[way])
        if way in ("withdraw", "write"):
            self._plan_work(self.random.uniform(60, 400), self.answer)

    def _work_with_colleagues(self) -> None:
        """Some cases get a note, some a task."""
        if self.random.random() < 0.25:
            body = self.random.choice(WORDS["noted"]).format(colleague=self.random.choice(self.advisers)[0].name)
            cases.add_note(self.case_id, actor=self.actor, body=body)
        if self.random.random() < 0.12:
            due_on = (clock.now() + timedelta(days=self.random.randint(1, 9))).date()
            title = self.random.choice(WORDS["tasks"])
            cases.add_task(self.case_id, actor=self.actor, title=title, person=self.adviser, due_on=due_on)

    def hand_on(self) -> None:
        """Offer the case to the tier above, which mostly accepts it; what cannot be handed on is answered."""
        queues, receivers = self.colleagues.get(self.actor.tier + 1, ((), ()))
        if not queues:
            self.answer()
            return
        queue, receiver = self.random.choice(queues), self.random.choice(receivers)
        note = self.random.choice(WORDS["hand_offs"])
        try:
            hand_off = routing.hand_on(self.case_id, actor=self.actor, queue=queue, note=note, person=receiver[0])
        except DomainError:
            self.answer()
            return
        is_accepted = self.random.random() < 0.8
        step = partial(self.accept, receiver) if is_accepted else partial(self.give_back, receiver[1], hand_off.pk)
        self._plan_work(self.random.uniform(5, 110), step)

    def accept(self, receiver: tuple[User, Actor]) -> None:
        """The colleague takes the case, and goes on."""
        routing.take(WorkItem.objects.get(case=self.case_id).pk, actor=receiver[1])
        self.adviser, self.actor = receiver
        self._plan_work(self.random.uniform(10, 200), self.answer)

    def give_back(self, actor: Actor, hand_off_id: int) -> None:
        """The colleague finds that it does not belong there."""
        routing.return_hand_off(hand_off_id, actor=actor, **self.random.choice(WORDS["returned"]))
        self._plan_work(self.random.uniform(10, 100), self.answer)

    def put_back(self) -> None:
        """The case waits again, for a colleague who knows more."""
        routing.put_back(self.case_id, actor=self.actor)
        self.adviser, self.actor = self.random.choice(self.advisers)
        self._plan_work(self.random.uniform(20, 200), self.take)

    def answer(self) -> None:
        """Answer, and later close."""
        if self.is_closed:
            return
        cases.answer_case(self.case_id, actor=self.actor, body=self._say(self._of_category("answers")))
        self._advance(1)
        if self.random.random() < 0.15:
            self._plan_reply(self.write_again)
        self._plan_work(self.version.resolution_minutes * self.random.uniform(0.1, 0.9), self.close)

    def ask(self) -> None:
        """Ask the customer for something; some never answer."""
        if self.is_closed:
            return
        cases.ask_customer(self.case_id, actor=self.actor, body=self._say(WORDS["asks"]))
        if self.random.random() < 0.8:
            self._plan_reply(self.reply)

    def reply(self) -> None:
        """The customer sends what was asked for."""
        self._write(WORDS["replies"])
        self._plan_work(self.random.uniform(20, 300), self.answer)

    def write_again(self) -> None:
        """The customer thinks of something else."""
        if not self.is_closed:
            self._write(WORDS["afterthoughts"])

    def withdraw(self) -> None:
        """The customer takes the matter back."""
        if not self.is_closed:
            self._prove()
            cases.withdraw_case(self.case_id, actor=self.visitor)
            self.is_closed = True

    def close(self) -> None:
        """End the case; a few customers open it again."""
        if self.is_closed:
            return
        self._advance(len(self.version.steps) - 1)
        outcome = self.random.choice(OUTCOMES.get(self.version.process_category, (Outcome.DONE,)))
        note = self.random.choice(WORDS["notes"][outcome][self.resident.language])
        evidence = WORDS["evidence"].get(outcome, {}).get(self.resident.language, "")
        cases.close_case(self.case_id, actor=self.actor, outcome=outcome, note=note, evidence=evidence)
        self.is_closed = True
        if self.random.random() < 0.05:
            self._plan_reply(self.reopen)

    def reopen(self) -> None:
        """The customer is not content."""
        self._prove()
        cases.reopen_case(self.case_id, actor=self.visitor)
        self.is_closed = False
        self._write(WORDS["reopened"])
        self._plan_work(self.random.uniform(30, 300), self.answer)

    def _advance(self, step: int) -> None:
        if self.step < step < len(self.version.steps):
            cases.advance_case(self.case_id, actor=self.actor, step=step)
            self.step = step

    def _write(self, words: dict[str, list[str]]) -> None:
        self._prove()
        language = self.resident.language
        incoming = Incoming(
            channel=Channel.WEB, language=language, body=self.random.choice(words[language]), case_id=self.case_id
        )
        external_id = f"demonstration-{self.number}-{clock.now().timestamp()}"
        intake.take_in(incoming, actor=self.visitor, external_id=external_id)

    def _prove(self) -> None:
        """Ask for a one-time code and type it in, as somebody with a contact point does."""
        language = self.resident.language
        point = ContactPoint.objects.filter(customer__cases=self.case_id).order_by("kind").first()
        if point is None:
            return
        code = cases.request_tracking_code(
            actor=public_site(language=language),
            reference=self.reference,
            kind=point.kind,
            value=point.value,
            language=language,
        )
        cases.prove_case_by_code(code.pk, digits_of(code), actor=public_site(language=language))

    def _of_category(self, kind: str) -> dict[str, list[str]]:
        words: dict[str, list[str]] = WORDS[kind][str(self.version.process_category)]
        return words

    def _say(self, words: dict[str, list[str]]) -> str:
        language = self.resident.language
        nobody = {"en": "there", "es": "buen día"}[language]
        name = nobody if self.is_anonymous else self.resident.name.split()[0]
        return self.random.choice(words[language]).format(name=name, adviser=self.adviser.name)

    def _plan_work(self, minutes: float, step: Callable[[], None]) -> None:
        """Plan a step after so much working time."""
        self.course.plan(self.calendar.add(clock.now(), timedelta(minutes=minutes)), step)

    def _plan_reply(self, step: Callable[[], None]) -> None:
        """Plan a step of the customer, who has other things to do."""
        self.course.plan(clock.now() + timedelta(hours=self.random.choice((1, 3, 8, 20, 30, 52, 80))), step)


def moment_before(end: datetime, version: EnquiryTypeVersion, promise_in: timedelta) -> datetime:
    """Return an arrival whose first answer falls due at the time from the end on, to within minutes."""
    calendar, target = version.calendar.working(), timedelta(minutes=version.first_answer_minutes)
    # While the office is shut no promise falls due: what is due soon is due soon after it opens.
    due = (calendar.next_opening(end) if promise_in > timedelta() else end) + promise_in
    arrival = min(end, due - target)
    while calendar.add(arrival, target) > due:
        arrival -= timedelta(minutes=10)
    return arrival
