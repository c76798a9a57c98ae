"""The charts of a run as files: the picture by itself, and its numbers for a spreadsheet."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from perfgym import spreadsheet
from perfgym.accounts.models import Person
from perfgym.charts import Shown, standalone
from perfgym.charts.chart import Rows
from perfgym.runs import report
from perfgym.runs.models import Kind, Run
from perfgym.runs.report import beside, failures
from perfgym.runs.report.together import CHARTS as TOGETHER


@login_required
@require_safe
def chart_svg(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One chart of a run."""
    run = _final(request, pk)
    return _picture(report.shown(run, name), f"perfgym-{str(run.pk)[:8]}-{name}")


@login_required
@require_safe
def chart_csv(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The numbers behind one chart of a run, or the errors of a load test by kind."""
    run = _final(request, pk)
    if name == "failures" and run.kind == Kind.EXPLORE:
        rows: Rows = failures.rows(failures.of(report.source_of_load(run)))
    else:
        rows = _there(report.shown(run, name)).rows()
    return _sheet(rows, f"perfgym-{str(run.pk)[:8]}-{name}")


@login_required
@require_safe
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the list of load tests to the page of this one and the one chosen."""
    try:
        other = UUID(request.GET.get("run", ""))
    except ValueError as error:
        raise Http404 from error
    return redirect("run_together", pk, _explored(request, other).pk)


@login_required
@require_safe
def together(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Two load tests laid over each other, the earlier first however they are named."""
    return render(request, "runs/together.html", beside.of(*_both(request, pk, other)))


@login_required
@require_safe
def together_svg(request: HttpRequest, pk: UUID, other: UUID, name: str) -> HttpResponse:
    return _picture(TOGETHER.shown(beside.source(*_both(request, pk, other)), name), f"perfgym-two-{name}")


@login_required
@require_safe
def together_csv(request: HttpRequest, pk: UUID, other: UUID, name: str) -> HttpResponse:
    shown = TOGETHER.shown(beside.source(*_both(request, pk, other)), name)
    return _sheet(_there(shown).rows(), f"perfgym-two-{name}")


def _final(request: HttpRequest, pk: UUID) -> Run:
    run = get_object_or_404(Run.objects.visible_to(cast(Person, request.user)), pk=pk)
    if not run.is_final:
        raise Http404
    return run


def _explored(request: HttpRequest, pk: UUID) -> Run:
    """A load test of one's own, or staff's to see, that is over."""
    run = _final(request, pk)
    if run.kind != Kind.EXPLORE:
        raise Http404
    return run


def _both(request: HttpRequest, pk: UUID, other: UUID) -> tuple[Run, Run]:
    """The earlier and the later of two different load tests of one person."""
    one, two = _explored(request, pk), _explored(request, other)
    if one.pk == two.pk or one.owner_id != two.owner_id:
        raise Http404
    return (one, two) if one.created_at <= two.created_at else (two, one)


def _there(shown: Shown | None) -> Shown:
    if shown is None:
        raise Http404
    return shown


def _picture(shown: Shown | None, name: str) -> HttpResponse:
    return _file(standalone(_there(shown).svg()), "image/svg+xml", f"{name}.svg")


def _sheet(rows: Rows, name: str) -> HttpResponse:
    return _file(spreadsheet.lines(rows), "text/csv; charset=utf-8", f"{name}.csv")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
