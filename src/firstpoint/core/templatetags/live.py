"""The tag by which a page of the desk hears of changes."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("live/feed.html")
def live_feed() -> dict[str, str]:
    """Connect the page to the live feed; its regions with `data-live` are read again when their nouns change."""
    return {"url": f"{settings.LIVE_URL}/live/"}
