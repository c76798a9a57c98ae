"""Answers that tell nobody where they came from."""

from django.http import HttpResponse


def quiet(response: HttpResponse, *, listed: bool) -> HttpResponse:
    """An answer of a portfolio: no page that it links to learns its address, and with it a key.

    Search engines keep away unless it is `listed`.
    """
    response["Referrer-Policy"] = "no-referrer"
    if not listed:
        response["X-Robots-Tag"] = "noindex"
    return response
