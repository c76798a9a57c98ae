"""Runs: ask for one, watch it, stop it, keep it."""

from http import HTTPStatus
from typing import cast
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.errors import LearnerError
from perfgym.runs import report, tasks
from perfgym.runs.loadsettings import settings_of
from perfgym.runs.models import Evidence, Kind, Run
from perfgym.runs.quota import QuotaExceeded
from perfgym.workspaces.sent import NotAnObject, json_object


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> JsonResponse:
    """Queue a run of the workspace as it is now; the same key gives the same run, however often it is sent."""
    lab = library.lab_or_404(slug)
    try:
        asked = json_object(request)
        kind = _asked(asked.get("kind", ""))
        settings = settings_of(asked) if kind is Kind.EXPLORE else {}
        run = Run.ask(cast(Person, request.user), lab, kind, settings, UUID(str(asked.get("key") or uuid4())))
    except (NotAnObject, ValueError):
        text = "A run needs a kind (explore or compare) and a key (a UUID). Nothing was started; reload the page."
        return JsonResponse({"error": text}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except QuotaExceeded as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.TOO_MANY_REQUESTS)
    except LearnerError as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    transaction.on_commit(tasks.ring)
    url = run.get_absolute_url()
    return JsonResponse(
        {"id": str(run.pk), "url": url, "events": f"{url}events", "place": run.outlook().place},
        status=HTTPStatus.CREATED,
    )


@login_required
@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = _followed(request, pk)
    if run.kind == Kind.TRIAL:
        return render(request, "runs/trial.html", report.of_trial(run))
    return render(request, "runs/run.html", report.of(run))


@login_required
@require_safe
def state(request: HttpRequest, pk: UUID) -> JsonResponse:
    return JsonResponse(_followed(request, pk).state_now())


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = get_object_or_404(Run.objects.followed_by(cast(Person, request.user)), pk=pk, owner=request.user)
    run.cancel()
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(run.state_now())
    return redirect("workbench", run.lab) if run.kind == Kind.TRIAL else redirect(run)


@login_required
@require_safe
def bundle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The raw data as one zip."""
    evidence = get_object_or_404(Evidence.objects.visible_to(cast(Person, request.user)), run=pk)
    response = HttpResponse(bytes(evidence.bundle), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="perfgym-{evidence.run_id}.zip"'
    return response


def _asked(name: object) -> Kind:
    """What a learner may ask for. Raises ValueError."""
    found = Kind(str(name))
    if found is Kind.TRIAL:
        raise ValueError("a trial is asked for by an answer in the guide")
    return found


def _followed(request: HttpRequest, pk: UUID) -> Run:
    return get_object_or_404(Run.objects.followed_by(cast(Person, request.user)), pk=pk)
