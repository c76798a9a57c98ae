"""Browsers in which a person has signed in before. Wrong passwords typed there are counted apart, so nobody who guesses
elsewhere can shut a person out of their own browser (OWASP, "Slow down online guessing attacks with device cookies").
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "known"
SALT = "perfgym.accounts.browsers"
SECONDS = 365 * 24 * 3600


def known(request: HttpRequest, name: str) -> str:
    """What names this browser, if the person who signs in by `name` did so here before; else nothing."""
    try:
        whose, browser = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if whose == name.lower() else ""


def remember(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Let this browser be known to belong to whoever signs in by `name`."""
    browser = known(request, name) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps([name.lower(), browser], salt=SALT),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
