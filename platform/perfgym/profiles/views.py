"""Pages of a profile: its flame graph and functions, the same against an earlier one, and its files to take along."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym import spreadsheet
from perfgym.accounts.models import Person
from perfgym.charts import standalone
from perfgym.profiles import page as pages
from perfgym.profiles import shelf
from perfgym.profiles.shelf import Recorded
from perfgym.profiles.speedscope import document


@login_required
@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A profile; with ?before=RUN what differs from that run's."""
    person = cast(Person, request.user)
    found = shelf.recorded(person, pk)
    context = pages.context(found, request.GET.get("show", ""), request.GET.get("sort", ""))
    others = shelf.others(person, found)
    context["others"] = [(run, shelf.is_starter(run)) for run in others]
    if asked := request.GET.get("before", ""):
        context |= pages.difference(_other(person, found, asked), found)
    return render(request, "profiles/profile.html", context)


@login_required
@require_safe
def speedscope(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = shelf.recorded(cast(Person, request.user), pk)
    response = JsonResponse(document(_name(found), found.profile, found.stacks))
    return _to_keep(response, found, "speedscope.json")


@login_required
@require_safe
def folded(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = shelf.recorded(cast(Person, request.user), pk)
    return _to_keep(HttpResponse(found.profile.folded, content_type="text/plain; charset=utf-8"), found, "folded")


@login_required
@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The flame graph as a file, drawn by us."""
    found = shelf.recorded(cast(Person, request.user), pk)
    return _to_keep(HttpResponse(standalone(pages.flame(found)), content_type="image/svg+xml"), found, "svg")


@login_required
@require_safe
def functions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All functions, for a spreadsheet."""
    found = shelf.recorded(cast(Person, request.user), pk)
    content = spreadsheet.lines(pages.as_rows(found))
    return _to_keep(HttpResponse(content, content_type="text/csv; charset=utf-8"), found, "csv")


def _other(person: Person, found: Recorded, asked: str) -> Recorded:
    """The profile to hold against: of the same lab, kind and learner. Raises Http404."""
    known = {str(run.pk): run.pk for run in shelf.others(person, found)}
    if asked not in known:
        raise Http404
    return shelf.recorded(person, known[asked])


def _to_keep(response: HttpResponse, found: Recorded, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="perfgym-{found.run.pk}.{ending}"'
    return response


def _name(found: Recorded) -> str:
    return f"{found.run.lab}, {found.profile.profiling} profile of run {str(found.run.pk)[:8]}"
