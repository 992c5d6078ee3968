"""How often one visitor may send forms and have codes sent, by the agency's own limits."""

from datetime import timedelta

from django.http import HttpRequest

from firstpoint.core.rate_limits import count_try
from firstpoint.doors.public.base import client_address, front_desk_of

HOUR = timedelta(hours=1)


def count_form(request: HttpRequest) -> None:
    """Count one form from this visitor's address. Raises TooMany."""
    limit = front_desk_of(request).agency.forms_per_hour
    count_try(f"form from {client_address(request)}", limit=limit, window=HOUR)


def count_code(request: HttpRequest, subject: str) -> None:
    """Count one code, or link, from this visitor's address and for this subject. Raises TooMany."""
    limit = front_desk_of(request).agency.codes_per_hour
    count_try(f"code from {client_address(request)}", limit=limit, window=HOUR)
    count_try(f"code for {subject}", limit=limit, window=HOUR)
