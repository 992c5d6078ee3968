"""The parts of a draft, which are put together without scripts: the steps of its process map, the questions of its form."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.database.fields import Text
from firstpoint.core.errors import NotFound
from firstpoint.core.forms.definition import DefinitionError, FormDefinition
from firstpoint.core.forms.schema import KINDS
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import EnquiryTypeDraft
from firstpoint.doors.desk.base import asked, carry_out, done, page, show
from firstpoint.doors.desk.setup.forms import KindForm, QuestionForm, StepForm
from firstpoint.doors.desk.setup.forms.parts import BLANK_OPTIONS
from firstpoint.doors.desk.setup.views.drafts import again, draft_of, frame_of_draft, seen_in
from firstpoint.doors.desk.setup.views.wording import question_facts

Part = dict[str, Any]


@page
@require_GET
def parts(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """List the parts in their order, each with what is wrong with it."""
    _actor, draft = draft_of(request, code)
    listed, problems = _listed(draft, part), _problems(draft) if part == "form" else {}
    rows = [
        {
            "part": one,
            "words": Text(one.get("label") or one.get("name") or {}),
            "facts": question_facts(one) if part == "form" else [_("Tier %(tier)s") % {"tier": one.get("tier")}],
            "problem": problems.get(place, ""),
        }
        for place, one in enumerate(listed)
    ]
    context = {
        "rows": rows,
        "problems": [row for row in rows if row["problem"]],
        "kinds": KindForm(),
        "part": part,
        **_addresses(part),
        **frame_of_draft(draft, part),
    }
    return show(request, f"desk/setup/{part}.html", context)


@page
def new(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Add a part at the end."""
    _actor, draft = draft_of(request, code)
    kind = request.POST.get("kind") or asked(request, "kind")
    if part == "form" and kind not in KINDS:
        raise NotFound
    return _write(request, draft, part, None, kind)


@page
def part(request: HttpRequest, code: str, part: str, item: str) -> HttpResponse:
    """Show a part, and change it."""
    _actor, draft = draft_of(request, code)
    found = _listed(draft, part)[_place(draft, part, item)]
    return _write(request, draft, part, found, str(found.get("kind", "")))


@page
@require_POST
def move(request: HttpRequest, code: str, part: str, item: str) -> HttpResponse:
    """Move a part up or down by one place."""
    _actor, draft = draft_of(request, code)
    listed, place = _listed(draft, part), _place(draft, part, item)
    to = max(0, place - 1) if request.POST.get("to") == "up" else place + 1
    listed.insert(to, listed.pop(place))
    return _keep(request, draft, part, listed, _("It is moved."))


@page
@require_POST
def remove(request: HttpRequest, code: str, part: str, item: str) -> HttpResponse:
    """Take a part away."""
    _actor, draft = draft_of(request, code)
    listed, place = _listed(draft, part), _place(draft, part, item)
    del listed[place]
    return _keep(request, draft, part, listed, _("It is taken away."))


def _keep(request: HttpRequest, draft: EnquiryTypeDraft, part: str, listed: list[Part], told: str) -> HttpResponse:
    actor, _draft = draft_of(request, draft.code)
    says = _says(draft, part, listed)
    actions.change_enquiry_type_draft(draft.code, actor=actor, seen=seen_in(request), **says)
    return done(request, told, f"desk:setup_{part}", draft.code)


def _write(request: HttpRequest, draft: EnquiryTypeDraft, part: str, found: Part | None, kind: str) -> HttpResponse:
    """Show the form of a part, new or known, and keep in the draft what it says."""
    form, status = _form(request, draft, part, found, kind), 200
    if request.method == "POST":
        status = carry_out(form, lambda filled: _store(request, draft, part, found, form))
        if status == 200:
            return done(request, _("The draft is saved."), f"desk:setup_{part}", draft.code)
        # Whoever meets another's change meanwhile sends the same words again, now knowing of it.
        form.data = again(request, seen=draft.number)
    context = {
        "form": form,
        "found": found,
        "kind": kind,
        "part": part,
        "has_answers": kind in ("choice", "choices"),
        **_addresses(part),
        **frame_of_draft(draft, part),
    }
    return show(request, "desk/setup/part.html", context, status=status)


def _form(
    request: HttpRequest, draft: EnquiryTypeDraft, part: str, found: Part | None, kind: str
) -> QuestionForm | StepForm:
    listed = _listed(draft, part)
    place = listed.index(found) if found else len(listed)
    others = [str(one["code"]) for one in listed if one is not found]
    common: dict[str, Any] = {"taken": others, "is_new": found is None}
    data = request.POST if request.method == "POST" else None
    if part == "steps":
        return StepForm(data, initial={**StepForm.initial_of(found or {}), "seen": draft.number}, **common)
    initial = {**QuestionForm.initial_of(found or {}), "seen": draft.number}
    asked_options = len((found or {}).get("options") or ()) + BLANK_OPTIONS
    before = [one for one in listed[:place] if one.get("kind") in ("choice", "choices", "yes_no")]
    return QuestionForm(
        data, initial=initial, kind=kind, before=before, options_asked=0 if data else asked_options, **common
    )


def _store(
    request: HttpRequest, draft: EnquiryTypeDraft, part: str, found: Part | None, form: QuestionForm | StepForm
) -> None:
    actor, _draft = draft_of(request, draft.code)
    listed = _listed(draft, part)
    written = {"code": found["code"] if found else form.cleaned_data["code"], **form.part()}
    if part == "form":
        # What is wrong with the question alone is said while its words are still here.
        FormDefinition.from_data([{name: value for name, value in written.items() if name != "shown_if"}])
    if found:
        listed[listed.index(found)] = written
    else:
        listed.append(written)
    seen = form.cleaned_data["seen"]
    actions.change_enquiry_type_draft(draft.code, actor=actor, seen=seen, **_says(draft, part, listed))


def _says(draft: EnquiryTypeDraft, part: str, listed: list[Part]) -> dict[str, Any]:
    """Return the parts as the draft keeps them; what a hand-off needs is only what is still asked."""
    if part == "steps":
        return {"steps": listed}
    codes = {one["code"] for one in listed}
    return {
        "form": listed,
        "hand_off_needs": [code for code in draft.says.get("hand_off_needs") or () if code in codes],
    }


def _listed(draft: EnquiryTypeDraft, part: str) -> list[Part]:
    return list(draft.says.get(part) or ())


def _place(draft: EnquiryTypeDraft, part: str, item: str) -> int:
    codes = [one.get("code") for one in _listed(draft, part)]
    if item not in codes:
        raise NotFound
    return codes.index(item)


def _problems(draft: EnquiryTypeDraft) -> dict[int, str]:
    """Return what is wrong with each question, by its place; words are wanted in every language of the site."""
    try:
        FormDefinition.from_data(_listed(draft, "form"), languages=[code for code, _name in settings.LANGUAGES])
    except DefinitionError as error:
        return error.by_field
    return {}


def _addresses(part: str) -> dict[str, str]:
    return {
        name: f"desk:setup_{part}{ending}"
        for name, ending in (
            ("list_url", ""),
            ("new_url", "_new"),
            ("item_url", "_item"),
            ("move_url", "_move"),
            ("remove_url", "_remove"),
        )
    }
