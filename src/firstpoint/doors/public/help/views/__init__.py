"""Views of the help pages. They read no session and set no cookie, so that reading leaves no trace."""

from firstpoint.doors.public.help.views.articles import article, comment, file, vote
from firstpoint.doors.public.help.views.browsing import accessibility, event, events, home, privacy, service, services
from firstpoint.doors.public.help.views.reporting import report
from firstpoint.doors.public.help.views.searching import search, suggest

__all__ = (
    "accessibility",
    "article",
    "comment",
    "event",
    "events",
    "file",
    "home",
    "privacy",
    "report",
    "search",
    "service",
    "services",
    "suggest",
    "vote",
)
