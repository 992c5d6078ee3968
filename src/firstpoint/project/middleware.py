"""What holds for every request and response: no body beyond measure, no unreadable address, and strict headers."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse

from firstpoint.core.files import MAX_BYTES, MAX_FILES
from firstpoint.core.published import one_revision

# As many files as one form takes, and its words.
LONGEST_BODY = MAX_FILES * MAX_BYTES + 2 * 1024 * 1024

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src 'self' {settings.LIVE_URL}",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class SecurityHeaders:
    """Add the strict content security policy and switch off what browsers offer and nobody here needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        return response


class SoundCookies:
    """Leave out cookies that nobody here has set: no session is found by a key with a null character."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class SoundRequests:
    """Refuse, before anything of it is read, a request that is too large or that no form and no link makes.

    Stands behind what knows the reader's language: a refusal is a page. Raises RequestDataTooBig, BadRequest, Http404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        length = request.META.get("CONTENT_LENGTH") or "0"
        # A body of unknown length would be taken for an empty one: WSGI has no end of file to read up to.
        if not length.isdecimal() or "Transfer-Encoding" in request.headers:
            raise BadRequest("The body has no length.")
        if int(length) > LONGEST_BODY:
            raise RequestDataTooBig("The body is longer than any form's.")
        return self.get_response(request)


class OneRevision:
    """Let each request see one state of what is published, and ask for it once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_revision():
            return self.get_response(request)
