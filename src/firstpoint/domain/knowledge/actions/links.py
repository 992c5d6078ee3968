"""What visits to outside links came to: one failure is none yet, and where nothing answers the fault is our own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.core.events import record
from firstpoint.core.outside import Outcome, Visit
from firstpoint.domain.knowledge.models import LinkState, OutsideLink
from firstpoint.domain.knowledge.queries.links import outside_urls

# Three days in a row without the page: a server that is mended overnight was never broken.
BROKEN_AFTER_FAILURES, BROKEN_AFTER = 3, timedelta(days=2)
AGAIN, SOON_AGAIN = timedelta(days=7), timedelta(days=1)
LONGEST = OutsideLink._meta.get_field("url").max_length or 0


@action
def gather_links(*, actor: Actor) -> None:
    """Take up the outside links of what is published now, and forget those of what no longer is."""
    require(actor, "knowledge.visit_links")
    wanted = {url for url in outside_urls() if len(url) <= LONGEST}
    known = set(OutsideLink.objects.values_list("url", flat=True))
    OutsideLink.objects.filter(url__in=known - wanted).delete()
    now = clock.now()
    OutsideLink.objects.bulk_create(OutsideLink(url=url, next_check_at=now) for url in sorted(wanted - known))


@action
def note_visits(visits: Mapping[str, Visit], *, actor: Actor) -> None:
    """Note what visits to outside links came to. Records link.judged where a link's state becomes another.

    Where nothing answered at all, several hosts with one voice, this machine has no way out: nothing is noted then.
    """
    require(actor, "knowledge.visit_links")
    if _is_cut_off(visits):
        return
    now = clock.now()
    for link in OutsideLink.objects.filter(url__in=list(visits)).order_by("pk").select_for_update():
        before = link.state
        _note(link, visits[link.url], now)
        link.save()
        if link.state != before:
            record("link.judged", link, actor=actor, data={"state": str(link.state), "status": link.status})


def _is_cut_off(visits: Mapping[str, Visit]) -> bool:
    unanswered = {url for url, visit in visits.items() if visit.outcome == Outcome.MISSING and not visit.status}
    return len(unanswered) == len(visits) and len({urlsplit(url).netloc for url in unanswered}) > 1


def _note(link: OutsideLink, visit: Visit, now: datetime) -> None:
    link.status, link.reason, link.checked_at = visit.status, visit.reason, now
    link.moved_to = visit.moved_to[:LONGEST]
    link.next_check_at = now + (AGAIN if visit.outcome == Outcome.FOUND else SOON_AGAIN)
    if visit.outcome == Outcome.MISSING:
        link.failures += 1
        link.failing_since = link.failing_since or now
        is_broken = link.failures >= BROKEN_AFTER_FAILURES and now - link.failing_since >= BROKEN_AFTER
        link.state = LinkState.BROKEN if is_broken else LinkState.FAILING
        return
    link.failures, link.failing_since = 0, None
    if visit.outcome == Outcome.UNKNOWN:
        link.state, link.next_check_at = LinkState.UNKNOWN, now + AGAIN
    else:
        link.state = LinkState.MOVED if visit.moved_to else LinkState.FINE
