"""What is asked about an enquiry type: how it is begun, its words and rules, and why it is published."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstpoint.domain.catalogue.models import (
    Audience,
    Calendar,
    IdentityLevel,
    ProcessCategory,
    Queue,
    Service,
    StatutoryKind,
)
from firstpoint.domain.people.models import Department
from firstpoint.doors.desk.setup.forms.entries import CODE_HELP, Wording, WordsForm, coded, number
from firstpoint.doors.desk.setup.forms.queues import NAME
from firstpoint.doors.desk.setup.forms.worksheet import POSITION

TIERS = ("1", "2", "3")


class BeginForm(WordsForm):
    """A new enquiry type."""

    words = NAME
    layout = ("code", "name", "audience")

    code = forms.SlugField(label=_("Code"), help_text=CODE_HELP, max_length=50)
    audience = forms.ChoiceField(
        label=_("For whom"), help_text=_("It cannot change later."), choices=Audience.choices, initial=Audience.PUBLIC
    )


class PublishForm(forms.Form):
    """Why a draft is published. `seen` and `published` are the states of the draft and of what it was compared with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    published = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    why = forms.CharField(label=_("Why"), help_text=_("A few words for those who look at the history."), max_length=500)


class RulesForm(WordsForm):
    """The words of an enquiry type, and the rules by which its cases are worked."""

    words = {
        "name": Wording(_("Name"), is_needed=True),
        "summary": Wording(_("Summary"), rows=2),
        "what_happens_next": Wording(_("What happens next"), rows=2, help=_("Customers read it when they have asked.")),
        "keywords": Wording(_("Further words to be found by"), help=_("Parted by commas.")),
        "nudge": Wording(_("Self-service hint"), rows=2, help=_("Tells customers how to do it themselves.")),
    }
    plain = (
        *("process_category", "department", "queue", "calendar", "identity_level"),
        *("statutory", "nudge_url", "hand_off_needs"),
    )
    flags = ("restricted", "asks_reason_to_look", "anonymous", "active")
    targets = ("first_answer_minutes", "resolution_minutes")
    layout = (
        *("name", "summary", "what_happens_next", "keywords"),
        *("process_category", "service", "department", "restricted", "asks_reason_to_look"),
        *("anonymous", "identity_level"),
        *("queue", "calendar", *targets, *(f"tier_{tier}" for tier in TIERS)),
        *("statutory", "hand_off_needs", "nudge", "nudge_url", "position", "active"),
    )

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    process_category = forms.TypedChoiceField(label=_("Process category"), choices=ProcessCategory.choices, coerce=int)
    service = forms.ChoiceField(label=_("Service"), required=False)
    department = forms.ChoiceField(label=_("Department"))
    restricted = forms.BooleanField(label=_("Only the department's own people see its cases"), required=False)
    anonymous = forms.BooleanField(label=_("Customers may stay anonymous"), required=False)
    asks_reason_to_look = forms.BooleanField(
        label=_("Whoever is not the owner says why they look at a case"), required=False
    )
    identity_level = forms.TypedChoiceField(
        label=_("How sure it must be who the customer is"),
        help_text=_("Before anything is said on the phone or at the counter that is not public."),
        choices=IdentityLevel.choices,
        coerce=int,
        initial=IdentityLevel.NONE,
    )
    queue = forms.ChoiceField(label=_("Queue"), help_text=_("New cases wait here; its tier works them."))
    calendar = forms.ChoiceField(label=_("Calendar"), help_text=_("In whose working time the targets count."))
    first_answer_minutes = number(_("Minutes to the first answer"), _("In working time."), least=1)
    resolution_minutes = number(_("Minutes to the resolution"), _("In working time."), least=1)
    statutory = forms.ChoiceField(
        label=_("Statutory kind"),
        help_text=_("A law then says when the answer is due."),
        choices=[("", _("None")), *StatutoryKind.choices],
        required=False,
    )
    hand_off_needs = forms.MultipleChoiceField(
        label=_("Answers without which no case is handed on"), widget=forms.CheckboxSelectMultiple, required=False
    )
    nudge_url = forms.CharField(
        label=_("Self-service address"),
        help_text=_("Begins with https:// or, on this site, with “/”."),
        max_length=300,
        required=False,
    )
    position = POSITION
    active = forms.BooleanField(
        label=_("In use"), help_text=_("Without it, nobody can begin a new case."), required=False
    )

    def __init__(self, data: Any = None, *, says: Mapping[str, Any], **options: Any) -> None:
        super().__init__(data, **options)
        for tier in TIERS:
            self.fields[f"tier_{tier}"] = number(
                _("Minutes that tier %(tier)s may hold a case") % {"tier": tier},
                _("In working time. Empty is no limit of its own."),
                least=1,
                needed=False,
            )
        first = settings.LANGUAGE_CODE
        fields = [(str(one.get("code")), (one.get("label") or {}).get(first, "")) for one in says.get("form") or ()]
        queues = [(queue.code, f"{queue.name} ({queue.tier})") for queue in Queue.objects.order_by("tier", "code")]
        for name, choices in (
            ("service", [("", _("No service")), *coded(Service.objects.all())]),
            ("department", coded(Department.objects.order_by("code"))),
            ("queue", queues),
            ("calendar", coded(Calendar.objects.order_by("code"))),
            ("hand_off_needs", fields),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @classmethod
    def of(cls, says: Mapping[str, Any], seen: int) -> "RulesForm":
        """Return the form with what a draft says."""
        initial = {name: says[name] for name in (*cls.plain, *cls.flags, "service", "position") if name in says}
        tiers = {f"tier_{tier}": minutes for tier, minutes in (says.get("tier_minutes") or {}).items()}
        found_by = {
            f"keywords_{code}": ", ".join((says.get("keywords") or {}).get(code, ()))
            for code, _name in settings.LANGUAGES
        }
        initial |= {"seen": seen, **(says.get("targets") or {}), **tiers, **cls.spread(says), **found_by}
        return cls(says=says, initial=initial)

    def entry(self) -> dict[str, Any]:
        """Return what was filled in, as part of an entry; what is None is taken away."""
        filled = self.cleaned_data
        tiers = {tier: filled[f"tier_{tier}"] for tier in TIERS}
        words = {name: self.said(name) for name in self.words}
        return {
            **{name: filled[name] for name in (*self.plain, *self.flags, "position")},
            **words,
            "keywords": {
                language: [word.strip() for word in typed.split(",") if word.strip()]
                for language, typed in words["keywords"].items()
            },
            "service": filled["service"] or None,
            "tier": Queue.objects.get(code=filled["queue"]).tier,
            "targets": {name: filled[name] for name in self.targets},
            "tier_minutes": {tier: minutes for tier, minutes in tiers.items() if minutes},
        }
