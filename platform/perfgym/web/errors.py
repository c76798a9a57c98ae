"""Error pages: what happened, what it means, what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from perfgym.errors import LearnerError, PlatformError

PAGES = {
    400: ("This request could not be read", "Nothing was changed.", "Go back, reload the page and try again."),
    403: ("This form has expired", "Nothing was changed.", "Reload the page and send it again."),
    404: (
        "There is nothing here for you",
        "The page does not exist, or it is not yours to see.",
        "Look for it from the start page.",
    ),
    429: (
        "Too many attempts",
        "This was tried too often in a short time, so it is refused for a while: that keeps guessers out.",
        "Wait one minute, then try again.",
    ),
    500: (
        "Something broke on our side",
        "Your files and results are as they were.",
        "Try again in a minute; if it stays, tell whoever runs this site.",
    ),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def expired(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    response = _page(request, 429)
    response["Retry-After"] = "60"  # seconds: the longest of allauth's rates that lead here
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context: whatever broke may break again."""
    happened, means, do = PAGES[500]
    context = {"happened": happened, "means": means, "do": do, "detail": _known(sys.exc_info()[1])}
    return HttpResponse(render_to_string("web/error.html", context), status=500)


def _known(error: BaseException | None) -> str:
    """What may be said of an error: only what was written for people."""
    return str(error) if isinstance(error, LearnerError | PlatformError) else ""


def _page(request: HttpRequest, status: int) -> HttpResponse:
    happened, means, do = PAGES[status]
    return render(request, "web/error.html", {"happened": happened, "means": means, "do": do}, status=status)
