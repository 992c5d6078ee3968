"""Views of the help pages. They read no session and set no cookie, so that reading leaves no trace."""

from firstpoint.doors.public.help.views.articles import article, comment, vote
from firstpoint.doors.public.help.views.browsing import accessibility, event, events, home, privacy, service, services
from firstpoint.doors.public.help.views.searching import search

__all__ = (
    "accessibility",
    "article",
    "comment",
    "event",
    "events",
    "home",
    "privacy",
    "search",
    "service",
    "services",
    "vote",
)
