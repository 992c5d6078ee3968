"""What readers searched for and said is forgotten after a time; how often they did stays."""

from datetime import timedelta

from django.db.models import Q

from firstpoint.core import clock
from firstpoint.core.access import Actor, require
from firstpoint.core.actions import action
from firstpoint.domain.catalogue.models import Agency
from firstpoint.domain.knowledge.models import ArticleComment, ChangeRequest, SearchMade
from firstpoint.domain.people.models import PUBLIC_SITE_ID


@action
def forget_readers_words(*, actor: Actor) -> None:
    """Forget words and addresses of readers that were kept as long as the agency allows.

    A search stays as a number, a comment as an event. Of what a reader reported the page and the answer stay; the address
    goes some days after the answer, and at the latest with the words.
    """
    require(actor, "knowledge.forget")
    limits = Agency.objects.values_list("reader_words_days", "reply_address_days").first()
    if limits is None:
        return
    words_before, addresses_before = (clock.now() - timedelta(days=days) for days in limits)
    SearchMade.objects.filter(at__lt=words_before).exclude(text="").update(text="")
    ArticleComment.objects.filter(at__lt=words_before).delete()
    reported = ChangeRequest.objects.filter(asked_by_id=PUBLIC_SITE_ID)
    is_done = Q(answered_at__lt=addresses_before) | Q(asked_at__lt=words_before)
    reported.filter(is_done).exclude(reply_to="").update(reply_to="")
    reported.filter(asked_at__lt=words_before, answered_at__isnull=False).exclude(wrong="").update(wrong="")
