"""Coming in by a one-time link. Everything else about signing in is django-allauth's."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from perfgym.accounts.models import Person, SignInLink

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whom the link belongs to and use it up. One's own used link leads on quietly: people reload."""
    person = SignInLink.objects.redeem(token)
    if person is not None:
        login(request, person, backend=BACKEND)
    elif not _own(request, token):
        messages.warning(request, "This link was used already or is too old. Sign in, or ask for a new link.")
        return redirect("account_login")
    here = cast(Person, request.user)
    return redirect("review_queue" if here.is_instructor else "catalogue")


def _own(request: HttpRequest, token: str) -> bool:
    return request.user.is_authenticated and SignInLink.objects.belongs_to(token, cast(Person, request.user))
