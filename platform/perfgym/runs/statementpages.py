"""The statements of a run: all of them, one with its plans, and both as files."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from perfgym import spreadsheet
from perfgym.accounts.models import Person
from perfgym.runs.models import Kind, Run, RunQuerySet
from perfgym.runs.statements import kept
from perfgym.runs.statements.shown import listing as listed
from perfgym.runs.statements.shown import sheet, single
from perfgym.runs.statements.shown.compared import COLUMNS, Compared, compared, others

CHOICES = 50  # load tests to compare with


@login_required
@require_safe
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    sort, run = request.GET.get("sort", "time"), _run(request, pk)
    shown = listed.listing(run, _other(request, run), sort if sort in COLUMNS else "time")
    choice = others(run, _seen(request))[:CHOICES] if run.kind == Kind.EXPLORE else ()
    return render(request, "statements/page.html", {**shown, "others": choice})


@login_required
@require_safe
def table(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = _run(request, pk)
    rows = sheet.rows(_compared(run, _other(request, run)))
    return _file(spreadsheet.lines(rows), "text/csv; charset=utf-8", f"perfgym-{run.pk}-statements.csv")


@login_required
@require_safe
def statement(request: HttpRequest, pk: UUID, fingerprint: str) -> HttpResponse:
    run = _run(request, pk)
    other = _other(request, run)
    found = single.statement(_compared(run, other), fingerprint)
    if found is None:
        raise Http404
    return render(
        request, "statements/statement.html", {"run": run, "lab": run.current_lab(), "other": other, "one": found}
    )


@login_required
@require_safe
def plan(request: HttpRequest, pk: UUID, fingerprint: str, arm: str) -> HttpResponse:
    """A plan as EXPLAIN (FORMAT JSON) has it, which viewers like pev2 take; `arm` is before, after or own."""
    run = _run(request, pk)
    found = kept.of(run).get(arm)
    one = found.by_fingerprint.get(fingerprint) if found else None
    if one is None or one.plan is None:
        raise Http404
    return _file(one.plan.json, "application/json", f"perfgym-plan-{fingerprint}-{arm}.json")


def _run(request: HttpRequest, pk: UUID) -> Run:
    return get_object_or_404(Run.objects.visible_to(cast(Person, request.user)), pk=pk)


def _seen(request: HttpRequest) -> RunQuerySet:
    return Run.objects.visible_to(cast(Person, request.user))


def _other(request: HttpRequest, run: Run) -> Run | None:
    """The load test that the address asks to compare with; one that may not be seen is as one that is not there."""
    asked = request.GET.get("with", "")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(others(run, _seen(request)), pk=key)


def _compared(run: Run, other: Run | None) -> Compared:
    found = compared(run, other)
    if found is None:
        raise Http404
    return found


def _file(content: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
