"""Taking one's data along, and ending one's account."""

from typing import cast

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from perfgym.accounts.models import Person
from perfgym.web.owndata import archive, collect
from perfgym.web.owndata.erase import erase as erase_person
from perfgym.web.owndata.forms import EraseForm


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """Everything that is kept of who asks, as one zip."""
    person = _person(request)
    name = f'attachment; filename="perfgym-{person.handle}.zip"'
    pieces = archive.streamed(archive.zipped(collect.members(person)))
    return StreamingHttpResponse(pieces, content_type="application/zip", headers={"Content-Disposition": name})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The end of one's account. Who has a password gives it first, unless they have just done so."""
    person = _person(request)
    if person.has_usable_password() and not did_recently_reauthenticate(request):
        raise ReauthenticationRequired  # django-allauth asks, and leads back here
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        logout(request)
        erase_person(person)
        return render(request, "accounts/erased.html")
    context = {"form": form, "entries": person.entries.count(), "taught": person.taught.order_by("name")}
    return render(request, "accounts/erase.html", context)


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
