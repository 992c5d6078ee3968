"""What an adviser fills in about a case. These forms check shape; whether it may be done is for the actions.

Each takes the case and whoever acts, so that it offers what there is to choose.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.core.access import Actor
from firstpoint.core.forms.uploads import UploadsField
from firstpoint.core.refs import read_reference
from firstpoint.domain.cases.actions import NOTHING, Given
from firstpoint.domain.cases.models import CHOSEN_OUTCOMES, Case, CaseState, LinkKind, LookReason, PartyRole
from firstpoint.domain.cases.queries import cases_of, thread
from firstpoint.domain.cases.queries.colleagues import colleagues
from firstpoint.domain.cases.queries.replies import title_of
from firstpoint.domain.cases.rights import visible_to
from firstpoint.domain.catalogue.models import EnquiryType, Queue
from firstpoint.domain.catalogue.queries import enquiry_types
from firstpoint.domain.contacts.models import Direction
from firstpoint.domain.customers.queries import identity_ids
from firstpoint.domain.people.models import User
from firstpoint.domain.routing.models import Cause, HandOffKind

WORDS_LENGTH = 10_000


class _Words(forms.CharField):
    """Words to the customer, over several lines. `shortcut` is the key that leads here."""

    widget = forms.Textarea

    def __init__(self, *, shortcut: str = "", **options: Any) -> None:
        self.shortcut = shortcut
        super().__init__(max_length=WORDS_LENGTH, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {**super().widget_attrs(widget), "rows": 7}
        return {**attrs, "data-shortcut": self.shortcut} if self.shortcut else attrs


def _new_token() -> str:
    return secrets.token_hex(16)


class CaseForm(forms.Form):
    """A form about a case, for whoever acts."""

    def __init__(self, case: Case, actor: Actor, data: Any = None, **options: Any) -> None:
        self.case, self.actor = case, actor
        super().__init__(data, **options)

    def _offer(self, name: str, choices: Iterable[tuple[object, object]], *, empty: object = None) -> None:
        """Let a field choose among these, after the words that stand for none of them."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        first = [] if empty is None else [("", empty)]
        field.choices = [*first, *((str(code), str(label)) for code, label in choices)]


class _SentOnce(CaseForm):
    """Words that go out once. `form_token` is the same for two presses of the button under one showing of the form."""

    form_token = forms.CharField(widget=forms.HiddenInput, initial=_new_token, max_length=64, required=False)


class ReplyForm(_SentOnce):
    """Words to the customer with files. `given` names the answer that they give: "article:7", "response:7" or nothing."""

    uploads = UploadsField(label=_("Files"), help_text=_("At most 5 files of 10 MB each."), required=False)
    given = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def clean_given(self) -> Given:
        """Return what backs the answer; what names nothing is nothing."""
        return read_given(self.cleaned_data["given"])

    @property
    def given_title(self) -> str:
        """What the answer is called that the words give."""
        if not self.is_bound:
            return str(self.initial.get("given_title", ""))
        given = read_given(str(self["given"].value() or ""))
        return title_of(article_version_id=given.article_version_id, response_text_id=given.response_text_id)


class AnswerForm(ReplyForm):
    """An answer to the customer."""

    body = _Words(label=_("Your answer"), shortcut="r")


class AskForm(ReplyForm):
    """A question to the customer."""

    body = _Words(
        label=_("What do you need to know?"),
        help_text=_("The clock of the case stands still until the customer writes."),
    )


def read_given(text: str) -> Given:
    """Return the answer that `write_given` named, nothing for anything else."""
    kind, _colon, pk = text.partition(":")
    if kind not in ("article", "response") or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return NOTHING
    return Given(article_version_id=int(pk)) if kind == "article" else Given(response_text_id=int(pk))


def write_given(article_version_id: int | None, response_text_id: int | None) -> str:
    """Return the name of the answer that was given, empty for none."""
    if article_version_id:
        return f"article:{article_version_id}"
    return f"response:{response_text_id}" if response_text_id else ""


class CloseForm(_SentOnce):
    """How the case ended, what shows it, and what the customer is told about it."""

    outcome = forms.ChoiceField(
        label=_("How did the case end?"),
        choices=[("", _("Choose an outcome")), *((outcome.value, outcome.label) for outcome in CHOSEN_OUTCOMES)],
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_("Not ours: whose matter it is. No action: why. Referred: to whom. The customer reads it."),
        max_length=300,
        required=False,
    )
    note = _Words(label=_("What should the customer know?"))


class StepForm(CaseForm):
    """The step of the process map that the case has reached."""

    step = forms.TypedChoiceField(label=_("The case is at this step"), coerce=int)

    def __init__(self, case: Case, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(case, actor, data, initial={"step": case.step}, **options)
        self._offer("step", enumerate(case.version.step_names()))


class ExtendForm(CaseForm):
    """The later day that a law allows, and why."""

    due_on = forms.DateField(label=_("Until which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = _Words(label=_("Why?"), help_text=_("The customer reads it."))


class _QueueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the queues, said with its tier."""

    def __init__(self) -> None:
        queues = Queue.objects.order_by("tier", "id")
        super().__init__(label=_("Queue"), queryset=queues, empty_label=str(_("Choose a queue")))

    def label_from_instance(self, obj: Queue) -> str:
        return str(_("Tier %(tier)s: %(name)s") % {"tier": obj.tier, "name": obj.name})


class HandOnForm(CaseForm):
    """To whom a case is offered, and what they need to know."""

    kind = forms.ChoiceField(
        label=_("How do you hand it on?"),
        choices=[(kind.value, kind.label) for kind in (HandOffKind.ELECTRONIC, HandOffKind.WARM)],
    )
    queue = _QueueField()
    person = forms.ModelChoiceField(
        label=_("One person"),
        help_text=_("Leave it empty for whoever comes first. A warm hand-off needs the person on the line."),
        queryset=User.objects.none(),
        required=False,
    )
    note = _Words(label=_("What do they need to know?"), help_text=_("The customer does not see it."))

    def __init__(self, case: Case, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(case, actor, data, **options)
        _let_choose(self, "person", colleagues(case).exclude(pk=actor.id).filter(tier__gt=0))


class ReferForm(CaseForm):
    """Where an answered case goes as an ongoing or expected problem."""

    queue = _QueueField()
    note = _Words(label=_("What goes on, or will come?"), help_text=_("The customer does not see it."))


class SendBackForm(CaseForm):
    """Why a case does not belong here."""

    cause = forms.ChoiceField(label=_("Why did it arrive here?"), choices=[("", _("Choose a cause")), *Cause.choices])
    reason = _Words(label=_("What should whoever gets it back know?"))


class ReturnForm(CaseForm):
    """Why one does not accept what is offered."""

    reason = _Words(label=_("Why do you give it back?"))
    cause = forms.ChoiceField(
        label=_("Did it come to the wrong place?"),
        choices=[("", _("No, there is another reason")), *Cause.choices],
        required=False,
    )


class NoteForm(CaseForm):
    """A note for staff."""

    body = _Words(
        label=_("Your note"),
        help_text=_("Only staff see it. “@” and a name tells that colleague."),
        shortcut="m",
    )


class TaskForm(CaseForm):
    """Something to do for the case."""

    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    person = forms.ModelChoiceField(label=_("By whom"), queryset=User.objects.none(), required=False)
    due_on = forms.DateField(
        label=_("By which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )

    def __init__(self, case: Case, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(case, actor, data, **options)
        _let_choose(self, "person", colleagues(case))


class PartyForm(CaseForm):
    """Somebody besides the customer."""

    role = forms.ChoiceField(label=_("What are they to the case?"), choices=PartyRole.choices)
    name = forms.CharField(label=_("Name"), max_length=200)
    reached_at = forms.CharField(label=_("Phone or e-mail"), max_length=254, required=False)


class LinkForm(CaseForm):
    """Another case that belongs to this one."""

    reference = forms.CharField(label=_("Reference of the other case"), max_length=40)
    kind = forms.ChoiceField(
        label=_("The other case is"),
        choices=[(LinkKind.RELATED.value, _("Related to this one")), (LinkKind.CHILD.value, _("A part of this one"))],
    )

    def clean(self) -> dict[str, Any]:
        """Turn the reference into the id of a case that the actor may see."""
        cleaned = super().clean() or {}
        reference = cleaned.pop("reference", "")
        if reference:
            found = visible_to(self.actor).filter(reference=read_reference(reference) or "")
            cleaned["other_id"] = found.values_list("pk", flat=True).first()
            if cleaned["other_id"] is None:
                self.add_error("reference", _("There is no such case, or you may not see it."))
        return cleaned


class MergeForm(CaseForm):
    """The other open case of the same customer in which this one goes on."""

    into_id = forms.TypedChoiceField(label=_("Go on in"), coerce=int)

    def __init__(self, case: Case, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(case, actor, data, **options)
        others = cases_of(actor, identity_ids(case.customer.pk)).exclude(pk=case.pk) if case.customer else []
        self._offer(
            "into_id",
            [
                (other.pk, f"{other.reference} {other.version.name}")
                for other in others
                if other.state != CaseState.CLOSED
            ],
            empty=_("Choose a case"),
        )


class _KindField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the enquiry types in use, by the name of its version in force."""

    def __init__(self) -> None:
        empty = str(_("Choose what it is about"))
        super().__init__(label=_("What are they about?"), queryset=enquiry_types(), empty_label=empty)

    def label_from_instance(self, obj: EnquiryType) -> str:
        return str(obj.current_version)


class SplitForm(CaseForm):
    """The messages that are about something else, and what that is."""

    message_ids = forms.TypedMultipleChoiceField(
        label=_("Which messages are about something else?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    version = _KindField()
    summary = forms.CharField(label=_("In a few words"), max_length=200)

    def __init__(self, case: Case, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(case, actor, data, **options)
        inbound = thread(case).filter(direction=Direction.INBOUND)
        self._offer("message_ids", [(message.pk, message.body[:80] or message.subject) for message in inbound])

    def clean_version(self) -> Any:
        """Return the version of the enquiry type that is in force."""
        return self.cleaned_data["version"].current_version


def _let_choose(form: forms.Form, name: str, people: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = people
    field.empty_label = str(_("Anybody"))


class LookReasonForm(forms.Form):
    """Why somebody looks at a case; `next` is the page that they asked for."""

    reason = forms.ChoiceField(
        label=_("Your reason"),
        choices=LookReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your reason.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
