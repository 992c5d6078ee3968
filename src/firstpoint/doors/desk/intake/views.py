"""What could not be read, and jobs that could not be done: a supervisor looks, has it tried again, or gives it up."""

import unicodedata

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from firstpoint.core.access import require
from firstpoint.core.errors import DomainError
from firstpoint.domain.intake import actions
from firstpoint.domain.intake.models import RawInput
from firstpoint.domain.intake.queries import get_quarantined, quarantine, stuck_jobs, with_subjects
from firstpoint.doors.desk.base import actor_of, asked, page, show, status_of
from firstpoint.doors.desk.intake.forms import DiscardForm
from firstpoint.doors.desk.paging import numbered_page

BYTES_SHOWN = 32 * 1024
BYTES_IN_A_ROW = 16

JOBS = {
    "receive_input": gettext_lazy("Read what came in"),
    "deliver_message": gettext_lazy("Send a message to a customer"),
    "deliver_code": gettext_lazy("Send a one-time code"),
    "deliver_draft_link": gettext_lazy("Send the link to a saved form"),
    "deliver_invitation": gettext_lazy("Send an invitation to the desk"),
    "deliver_password_link": gettext_lazy("Send a link to a new password"),
    "deliver_sign_in_notice": gettext_lazy("Tell somebody that their sign-in changed"),
    "follow_case": gettext_lazy("Bring a queue in line with its case"),
    "return_work_of": gettext_lazy("Put somebody's work back into its queues"),
    "estimate_wait": gettext_lazy("Estimate the wait"),
    "watch_queues": gettext_lazy("Look at what waits in the queues"),
    "time_out_hand_offs": gettext_lazy("Give back what nobody accepted in time"),
    "offer_work": gettext_lazy("Offer work to advisers"),
    "offer_work_again": gettext_lazy("Offer work to the next adviser"),
    "escalate_cases": gettext_lazy("Tell of promises in danger"),
    "cover_absences": gettext_lazy("Give cases to deputies and back"),
    "follow_enquiry_type": gettext_lazy("Bring a queue in line with a case that is about something else"),
    "train_triage": gettext_lazy("Learn what messages are about"),
    "train_triage_when_due": gettext_lazy("Learn what messages are about, where much is new"),
    "mail_notices": gettext_lazy("Gather the notices for e-mail"),
    "mail_digests": gettext_lazy("Gather the notices of a day for e-mail"),
    "deliver_notices": gettext_lazy("Send somebody their notices"),
    "forget_old_codes": gettext_lazy("Forget old one-time codes"),
    "forget_old_drafts": gettext_lazy("Forget old saved forms"),
    "forget_old_jobs": gettext_lazy("Forget old jobs"),
    "forget_old_sessions": gettext_lazy("Forget old sign-ins"),
    "forget_rate_counts": gettext_lazy("Forget old counts of tries"),
    "rescue_stalled_jobs": gettext_lazy("Rescue jobs that lost their worker"),
    "count_words": gettext_lazy("Count the words of the articles for the search"),
    "count_words_anew": gettext_lazy("Count all words of the articles again"),
    "keep_publication_moments": gettext_lazy("Publish and withdraw articles at their moment"),
    "note_due_reviews": gettext_lazy("Note the reviews of articles that fell due"),
    "visit_links": gettext_lazy("Look whether linked pages are still there"),
    "encode_article": gettext_lazy("Let an article be found by its meaning"),
    "encode_articles": gettext_lazy("Let articles be found by their meaning"),
    "sum_knowledge_days": gettext_lazy("Sum what readers did"),
    "settle_knowledge_days": gettext_lazy("Settle the sums of the last days"),
    "forget_readers_words": gettext_lazy("Forget old words of readers"),
    "deliver_review_list": gettext_lazy("Tell an editor which reviews fell due"),
    "deliver_request_answer": gettext_lazy("Send the answer to a change request"),
    "ensure_event_partitions": gettext_lazy("Make room in the journal"),
}


@page
@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    """List what waits in quarantine."""
    actor = actor_of(request)
    require(actor, "intake.view")
    return show(request, "desk/intake/intake.html", {"page": numbered_page(quarantine(actor), asked(request, "page"))})


@page
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one raw input, or discard it with a reason."""
    actor = actor_of(request)
    raw = get_quarantined(actor, pk, beginning=BYTES_SHOWN)
    form = DiscardForm(request.POST or None)
    if request.method != "POST":
        return _show_item(request, raw, form)
    if not form.is_valid():
        return _show_item(request, raw, form, status=422)
    try:
        actions.discard_input(pk, actor=actor, reason=form.cleaned_data["reason"])
    except DomainError as error:
        form.add_error(None, str(error))
        return _show_item(request, raw, form, status=status_of(error))
    messages.success(request, _("It is discarded. The raw input is kept with your reason."))
    return redirect("desk:intake")


def _show_item(request: HttpRequest, raw: RawInput, form: DiscardForm, *, status: int = 200) -> HttpResponse:
    actions.note_look(raw, actor=actor_of(request))
    beginning = bytes(raw.beginning)  # type: ignore[attr-defined]
    text = as_text(beginning)
    context = {
        "raw": raw,
        "form": form,
        "content": as_hex(beginning) if text is None else text,
        "is_text": text is not None,
        "is_cut": raw.size > len(beginning),  # type: ignore[attr-defined]
        "shown": len(beginning),
    }
    return show(request, "desk/intake/item.html", context, status=status)


@page
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one raw input as it came, as a file that no browser opens by itself."""
    actor = actor_of(request)
    raw = get_quarantined(actor, pk, beginning=0)
    actions.note_look(raw, actor=actor)
    return HttpResponse(
        bytes(raw.content),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="input-{raw.pk}.bin"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


@page
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one raw input read again."""
    actions.retry_input(pk, actor=actor_of(request))
    messages.success(request, _("It is read once more. If that fails, it comes back here with the reason."))
    return redirect("desk:intake")


@page
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs that are stuck."""
    actor = actor_of(request)
    require(actor, "intake.view_jobs")
    found = numbered_page(stuck_jobs(actor), asked(request, "page"))
    rows = [(JOBS.get(one.job.task_name, one.job.task_name), one) for one in with_subjects(found.rows, actor)]
    return show(request, "desk/intake/jobs.html", {"page": found, "rows": rows})


@page
@require_POST
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a stuck job run again."""
    actions.retry_job(pk, actor=actor_of(request))
    messages.success(request, _("The job runs again. If it fails, it comes back here."))
    return redirect("desk:jobs")


@page
@require_POST
def abandon_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a stuck job up."""
    actions.abandon_job(pk, actor=actor_of(request))
    messages.success(request, _("The job is given up. What it was for was not done."))
    return redirect("desk:jobs")


def as_text(content: bytes) -> str | None:
    """Return bytes as harmless text, or None when they are none; a letter cut in two at the end is left out.

    Characters that would hide, turn or move others are shown as a sign of their own.
    """
    for cut in range(4):
        try:
            text = content[: len(content) - cut].decode()
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else "".join(map(_visible, text))
    return None


def _visible(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs"):
        return character
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\N{REPLACEMENT CHARACTER}"


def as_hex(content: bytes) -> str:
    """Return bytes as rows: the place of the first, sixteen bytes in hexadecimal, and the letters among them."""
    return "\n".join(
        f"{place:08x}  {row.hex(' '):<{BYTES_IN_A_ROW * 3 - 1}}  "
        + "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        for place in range(0, len(content), BYTES_IN_A_ROW)
        for row in [content[place : place + BYTES_IN_A_ROW]]
    )
