"""What the pages of sessions of every kind have in common."""

from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.db.models import Manager, Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from perfgym.accounts.models import Person
from perfgym.sittings.errand import Errand
from perfgym.sittings.session import HeldSession, State

S = TypeVar("S", bound=HeldSession)
E = TypeVar("E", bound=Model)


def last(model: type[S], request: HttpRequest, lab: str) -> S | None:
    """One's own session of a lab that is live, else the last one that ended."""
    mine = model.sessions().visible_to(cast(Person, request.user)).filter(lab=lab)
    found: S | None = mine.live().first() or mine.order_by("-created_at").first()
    return found


def asked_to_show(request: HttpRequest, errands: Manager[E]) -> E | None:
    """The errand of a session that the address names, or None where it names none. Raises Http404."""
    asked = request.GET.get("show", "")
    named = asked.isascii() and asked.isdecimal()
    return get_object_or_404(errands, pk=int(asked[:18])) if named else None


def version(session: HeldSession | None, last: Errand | None, *more: Any) -> str:
    """Another one whenever the page has something new to show."""
    if session is None:
        return ""
    place = session.place() if session.state == State.WAITING else 0
    errand = (last.pk, last.state) if last else ("", "")
    return "-".join(str(each) for each in (session.pk, session.state, place, *errand, *more))


def said(request: HttpRequest, page: str, lab: str, problem: str = "") -> HttpResponse:
    """For the page's script in JSON, else by the page of that name itself."""
    if "application/json" in request.headers.get("Accept", ""):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
        return JsonResponse({"error": problem} if problem else {}, status=status)
    if problem:
        messages.error(request, problem)
    return redirect(page, slug=lab)
