"""Coming in by a one-time link, and one's own account. Everything else about signing in is django-allauth's."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perfgym.accounts import browsers
from perfgym.accounts.forms import NameForm
from perfgym.accounts.models import Person, SignInLink

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whom the link belongs to and use it up. One's own used link leads on quietly: people reload."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # a browser that guesses must not use the link up
    person = SignInLink.objects.redeem(token)
    if person is not None:
        login(request, person, backend=BACKEND)
        response = redirect(_start(request, person))
        browsers.remember(request, response, person.username)
        return response
    if not _own(request, token):
        messages.warning(request, "This link was used already or is too old. Sign in, or ask for a new link.")
        return redirect("account_login")
    return redirect(_start(request, cast(Person, request.user)))


def _start(request: HttpRequest, person: Person) -> str:
    """Where the link says (?next=, a page of this site), or where this person's work begins."""
    asked = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return "review_queue" if person.is_instructor else "catalogue"


@login_required
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every session but this one, which goes on under another key."""
    person = cast(Person, request.user)
    person.sign_out_everywhere()
    update_session_auth_hash(request, person)
    messages.success(request, "You are signed out everywhere else.")
    return redirect("account")


def _own(request: HttpRequest, token: str) -> bool:
    return request.user.is_authenticated and SignInLink.objects.belongs_to(token, request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The name that others read, and the way to a password."""
    form = NameForm(request.POST or None, instance=Person.objects.get(pk=cast(Person, request.user).pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form})
