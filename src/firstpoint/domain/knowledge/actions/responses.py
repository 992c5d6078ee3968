"""Standard responses are written, changed and retired; what they said before stays, with who wrote it and when."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.database.rows import alter, check_columns
from firstpoint.core.errors import DomainError, NotFound, Stale
from firstpoint.core.events import record
from firstpoint.domain.catalogue.models import Service
from firstpoint.domain.knowledge.actions.writing import check_language
from firstpoint.domain.knowledge.models import ResponseChannel, StandardResponse, StandardResponseText
from firstpoint.domain.knowledge.queries.merging import MERGE_FIELDS, unknown_fields

LONGEST_RESPONSE = 8000
Texts = Mapping[tuple[str, str], str]


@action
def save_response(
    code: str, *, actor: Actor, name: str, texts: Texts, service: Service | None = None, seen: int | None = None
) -> StandardResponse:
    """Write or change a standard response; `texts` by language and channel, an empty one is taken away.

    `seen` is the number of changes that the writer knew of, 0 for a new one. Records standard_response.saved when
    anything changed. Raises Stale, DomainError for an unknown merge field.
    """
    require(actor, "knowledge.write_responses")
    response = StandardResponse.objects.select_for_update(of=("self",)).filter(code=code).first()
    if seen == 0 and response:
        raise DomainError(_("There is a standard response with such a name already."))
    if seen and (response is None or response.number != seen):
        raise Stale
    response = response or StandardResponse(code=code, number=0)
    is_new = response._state.adding
    differs = alter(response, {"name": name.strip(), "service_id": service and service.pk})
    before = {} if is_new else {(text.language, text.channel): text for text in _current(response)}
    changed = _changed(before, texts)
    if not (differs or changed):
        return response
    check_columns(response)
    if not any(({key: text.body for key, text in before.items()} | changed).values()):
        raise DomainError(_("Write the words in one language at least."))
    response.number += 1
    response.save()
    _write(response, changed, before, actor)
    record("standard_response.saved", response, actor=actor, data={"is_new": is_new, "number": response.number})
    return response


@action
def retire_response(code: str, *, actor: Actor) -> StandardResponse:
    """Let nobody answer with it any more; what was answered with it stays. Records standard_response.retired."""
    return _set_active(code, actor, is_active=False)


@action
def restore_response(code: str, *, actor: Actor) -> StandardResponse:
    """Let staff answer with it again. Records standard_response.restored."""
    return _set_active(code, actor, is_active=True)


def _set_active(code: str, actor: Actor, *, is_active: bool) -> StandardResponse:
    require(actor, "knowledge.write_responses")
    response = StandardResponse.objects.select_for_update(of=("self",)).filter(code=code).first()
    if response is None:
        raise NotFound
    if response.is_active != is_active:
        response.is_active = is_active
        response.save(update_fields=["is_active"])
        record("standard_response.restored" if is_active else "standard_response.retired", response, actor=actor)
    return response


def _current(response: StandardResponse) -> list[StandardResponseText]:
    return list(StandardResponseText.objects.filter(response=response, is_current=True))


def _changed(before: Mapping[tuple[str, str], StandardResponseText], texts: Texts) -> dict[tuple[str, str], str]:
    """Return the texts that differ, tidied. Raises DomainError for what cannot be saved."""
    changed = {}
    for (language, channel), typed in texts.items():
        body = "\n".join(line.rstrip() for line in typed.strip().splitlines())
        check_language(language)
        _check(body, channel)
        known = before.get((language, channel))
        if body != (known.body if known else ""):
            changed[language, channel] = body
    return changed


def _check(body: str, channel: str) -> None:
    if channel not in ResponseChannel.values:
        raise DomainError(_("There is no channel “%(channel)s”.") % {"channel": channel})
    if len(body) > LONGEST_RESPONSE:
        raise DomainError(_("Use at most %(most)s characters.") % {"most": LONGEST_RESPONSE})
    if unknown := unknown_fields(body):
        raise DomainError(
            _("%(unknown)s cannot be filled in. In braces stands one of: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(f"{{{name}}}" for name in MERGE_FIELDS)}
        )


def _write(
    response: StandardResponse,
    changed: Mapping[tuple[str, str], str],
    before: Mapping[tuple[str, str], StandardResponseText],
    actor: Actor,
) -> None:
    former = [before[key].pk for key in changed if key in before]
    StandardResponseText.objects.filter(pk__in=former).update(is_current=False)
    StandardResponseText.objects.bulk_create(
        StandardResponseText(
            response=response,
            language=language,
            channel=channel,
            body=body,
            number=response.number,
            written_by_id=actor.id,
            written_at=clock.now(),
        )
        for (language, channel), body in changed.items()
    )
