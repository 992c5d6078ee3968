"""Around an answer: its draft, its preview, what it is written from, the way back until it goes out, and nudges."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from firstpoint.core.access import Actor, require
from firstpoint.core.errors import NotFound
from firstpoint.domain.cases import actions
from firstpoint.domain.cases.models import Case
from firstpoint.domain.cases.queries import get_case
from firstpoint.domain.cases.queries.replies import preview as preview_of
from firstpoint.domain.cases.queries.replies import replies_of
from firstpoint.domain.contacts.models import MessageKind
from firstpoint.doors.desk.base import actor_of, done, is_fragment, page, record_look, show
from firstpoint.doors.desk.case.forms import WORDS_LENGTH, read_given
from firstpoint.doors.desk.case.views.offering import find_offer, offers_for
from firstpoint.doors.desk.case.views.replies import KINDS, send_answer


@page
@require_POST
def keep(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Keep what is typed. A script that saves while one types gets nothing back but that it is done."""
    actor, case, kind = _about(request, reference, name)
    _keep(request, actor, case, name, kind)
    if is_fragment(request):
        return HttpResponse(status=204)
    return done(request, _("The draft is saved. Only you see it."), "desk:case", case.reference)


@page
@require_POST
def discard(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Throw the draft away."""
    actor, case, kind = _about(request, reference, name)
    actions.discard_reply(case.pk, actor=actor, kind=kind)
    return done(request, _("The draft is gone."), "desk:case", case.reference)


@page
@require_POST
def preview(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Show what the customer would get, and keep what is typed."""
    actor, case, kind = _about(request, reference, name)
    body = _keep(request, actor, case, name, kind)
    record_look(request, case)
    return show(request, "desk/case/reply_preview.html", {"case": case, "mail": preview_of(case, kind, body)})


@page
def pick(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Show standard responses and articles to answer with, those that suit the case or those that are searched for.

    What is searched for comes in the body of the request: it may be the customer's own words.
    """
    actor, case, kind = _about(request, reference, name)
    # Responses are filled in with who the customer is.
    record_look(request, case)
    if f"{name}-body" in request.POST:
        _keep(request, actor, case, name, kind)
    text = request.POST.get("q", "").replace("\0", "").strip()[:200]
    context = {"case": case, "name": name, "query": text, **offers_for(actor, case, text)}
    return show(request, "desk/case/reply_picker.html", context, region="desk/case/reply_offers.html")


@page
@require_POST
def use(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Put an offer into the draft, as its text or as a link, mark it as the answer given, or send its link at once."""
    actor, case, kind = _about(request, reference, name)
    given = read_given(request.POST.get("given", ""))
    offer, how = find_offer(actor, case, given), request.POST.get("how", "")
    if how == "send" and offer.link:
        with override(case.language):
            body = _("This answers your question: %(title)s") % {"title": offer.title} + f"\n{offer.link}"
        send_answer(case.pk, actor=actor, body=body, form_token="", uploads=(), given=given)
        return done(request, _("The link is on its way to the customer."), "desk:case", case.reference)
    added = {"text": offer.text, "link": offer.linked}.get(how, "")
    reply = replies_of(actor, case).get(kind)
    body = "\n\n".join(part for part in (reply.body if reply else "", added) if part)
    actions.save_reply(case.pk, actor=actor, kind=kind, body=body, given=given)
    return redirect(f"{reverse('desk:case', args=[case.reference])}#id_{name}-body")


@page
@require_POST
def take_back(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take words back before they go out."""
    actor = actor_of(request)
    case = get_case(actor, reference)
    actions.withdraw_message(case.pk, pk, actor=actor)
    return done(request, _("Taken back. Nobody got it; your words are here again."), "desk:case", case.reference)


@page
@require_POST
def nudge(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the customer the link to where they can do it themselves."""
    actor = actor_of(request)
    case = get_case(actor, reference)

    def link_to(token: str) -> str:
        with override(case.language):
            return settings.SITE_URL + reverse("public:nudge", args=[token])

    actions.send_nudge(case.pk, actor=actor, link_to=link_to)
    return done(request, _("The link is on its way to the customer."), "desk:case", case.reference)


def _about(request: HttpRequest, reference: str, name: str) -> tuple[Actor, Case, MessageKind]:
    actor = actor_of(request)
    case = get_case(actor, reference)
    require(actor, "cases.answer")
    if name not in KINDS:
        raise NotFound
    return actor, case, KINDS[name]


def _keep(request: HttpRequest, actor: Actor, case: Case, name: str, kind: MessageKind) -> str:
    """Save what is typed as the draft; return it."""
    typed: dict[str, Any] = request.POST
    body = str(typed.get(f"{name}-body", ""))[:WORDS_LENGTH]
    given = read_given(str(typed.get(f"{name}-given", "")))
    actions.save_reply(case.pk, actor=actor, kind=kind, body=body, given=given)
    return body
