"""The draft of an enquiry type: begun, its words and rules changed, compared, published or thrown away."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import NotFound
from firstpoint.core.forms.definition import DefinitionError, FormDefinition
from firstpoint.domain.catalogue import actions
from firstpoint.domain.catalogue.models import EnquiryTypeDraft
from firstpoint.domain.catalogue.queries.changes import differences, find_draft, last_number
from firstpoint.domain.catalogue.queries.entries import entry_of, find_row
from firstpoint.doors.desk.base import actor_of, carry_out, done, page, show
from firstpoint.doors.desk.setup.forms import PublishForm, RulesForm
from firstpoint.doors.desk.setup.views.wording import words_of_difference


def draft_of(request: HttpRequest, code: str) -> tuple[Actor, EnquiryTypeDraft]:
    """Return who acts, and the draft of this code. Raises NotPermitted, NotFound."""
    actor = actor_of(request)
    require(actor, "catalogue.change")
    draft = find_draft(actor, code)
    if draft is None:
        raise NotFound
    return actor, draft


def seen_in(request: HttpRequest) -> int:
    """Return which state of the draft a button was pressed on, 0 for one that is no number."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def again(request: HttpRequest, **known: int) -> QueryDict:
    """Return what was sent with the newest numbers, for a form that is shown again with its words."""
    data = request.POST.copy()
    for name in known:
        data[name] = str(known[name])
    return data


def frame_of_draft(draft: EnquiryTypeDraft, here: str) -> dict[str, Any]:
    """Return what every page of a draft shows: where one is, and the ways to see it as the public will."""
    previews = []
    for language, name in settings.LANGUAGES:
        with override(language):
            previews.append((language, name, reverse("public:preview", args=[draft.token])))
    try:
        FormDefinition.from_data(draft.says.get("form") or [])
        is_sound = True
    except DefinitionError:
        is_sound = False
    return {
        "draft": draft,
        "code": draft.code,
        "name": (draft.says.get("name") or {}).get(settings.LANGUAGE_CODE) or draft.code,
        "here": here,
        "previews": previews if is_sound else [],
    }


@page
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft from how the enquiry type works now."""
    actions.begin_enquiry_type(code, actor=actor_of(request))
    return done(request, _("Nothing changes for anybody until you publish the draft."), "desk:setup_rules", code)


@page
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Show the draft's words and rules, and change them."""
    actor, draft = draft_of(request, code)
    form, status = RulesForm.of(draft.says, draft.number), 200
    if request.method == "POST":
        form = RulesForm(request.POST, says=draft.says)
        status = carry_out(
            form,
            lambda filled: actions.change_enquiry_type_draft(code, actor=actor, seen=filled["seen"], **form.entry()),
        )
        if status == 200:
            return done(request, _("The draft is saved."), "desk:setup_rules", code)
        form.data = again(request, seen=draft.number)
    return show(request, "desk/setup/rules.html", {"form": form, **frame_of_draft(draft, "rules")}, status=status)


@page
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what would be different, ask why, and publish."""
    actor, draft = draft_of(request, code)
    found = find_row("enquiry_types", code)
    initial = {"seen": draft.number, "published": last_number("enquiry_types", code)}
    form, status = PublishForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = carry_out(
            form, lambda filled: actions.publish_enquiry_type_draft(code, actor=actor, **filled), field=None
        )
        if status == 200:
            told = _("It is published. Cases and saved forms stay with the version that they began with.")
            return done(request, told, "desk:setup_type", code)
        # What is shown below is compared anew, so the next attempt is about that.
        form.data = again(request, **initial)
    compared = differences(entry_of(found) if found else {}, draft.says)
    context = {
        "form": form,
        "compared": [words_of_difference("enquiry_types", one) for one in compared],
        "is_new": found is None,
        **frame_of_draft(draft, "publish"),
    }
    return show(request, "desk/setup/publish.html", context, status=status)


@page
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    actions.discard_enquiry_type_draft(code, actor=actor_of(request), seen=seen_in(request))
    if find_row("enquiry_types", code):
        return done(request, _("The draft is thrown away."), "desk:setup_type", code)
    return done(request, _("The draft is thrown away."), "desk:setup_types")
