"""The workbench: a step of the guide, the learner's files, and their runs on one screen."""

from collections.abc import Sequence
from datetime import timedelta
from fnmatch import fnmatch
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import guide, library
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.runs import live
from perfgym.runs.models import Run
from perfgym.web.headers import allow_inline_styles
from perfgym.workspaces.models import Workspace, digest_of

RUNS_SHOWN = 12


@login_required
@require_safe
@allow_inline_styles
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    found = library.lab_or_404(slug)
    person = cast(Person, request.user)
    workspace = Workspace.open(person, found)
    runs = runs_of(person, found)
    step = _step(request, found)
    context = {
        "lab": found,
        "has_sql": has_sql(found),
        "step": step,
        "body": _reachable(guide.render(step)),
        "hints": [_reachable(guide.render_hint(step, index)) for index in range(len(step.hints))],
        "previous": found.steps[step.number - 2] if step.number > 1 else None,
        "next": found.steps[step.number] if step.number < len(found.steps) else None,
        "files": {
            "files": _files(found, workspace),
            "saved_at": workspace.saved_at.isoformat() if workspace.files else None,
        },
        "runs": runs,
        "open_run": _followed(runs),
    }
    return render(request, "web/workbench.html", context)


@login_required
@require_safe
def workbench_runs(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbench's list of runs, asked for again when one has ended."""
    runs = runs_of(cast(Person, request.user), library.lab_or_404(slug))
    return render(request, "web/history.html", {"runs": runs})


def runs_of(person: Person | AnonymousUser, found: Lab) -> list[Run]:
    """One's own last runs of a lab, the latest first."""
    if not person.is_authenticated:
        return []
    return list(Run.objects.own(person).filter(lab=found.slug).order_by("-created_at")[:RUNS_SHOWN])


def _followed(runs: Sequence[Run]) -> Run | None:
    """The run whose events the workbench tells: the one that waits longest, else the last as long as they are kept."""
    going = [run for run in runs if not run.is_final]
    if going:
        return going[-1]
    since = timezone.now() - timedelta(seconds=live.KEEP_SECONDS)
    return next((run for run in runs[:1] if run.finished_at and run.finished_at > since), None)


def has_sql(found: Lab) -> bool:
    """Whether there is a SQL console for this lab."""
    return found.app.database is not None and settings.SQL_SESSIONS > 0


def _step(request: HttpRequest, found: Lab) -> Step:
    """The step asked for; without one, where this person was last."""
    asked = request.GET.get("step", "")
    key = f"step:{found.slug}"
    number = int(asked[:6]) if asked.isascii() and asked.isdecimal() else int(request.session.get(key, 1))
    step = found.steps[min(max(number, 1), len(found.steps)) - 1]
    if request.session.get(key) != step.number:
        request.session[key] = step.number
    return step


def _reachable(html: str) -> str:
    """Code wider than the column scrolls; a keyboard reaches it."""
    return html.replace("<pre>", '<pre tabindex="0">')


def _files(found: Lab, workspace: Workspace) -> list[dict[str, Any]]:
    """What the editor opens: each editable file as it is now and as the starter has it."""
    starter, now = found.editable_files(), workspace.contents(found)
    return [
        {
            "path": path,
            "content": content.decode(errors="replace"),
            "starter": starter.get(path, b"").decode(errors="replace"),
            "digest": digest_of(content),
        }
        for path, content in sorted(now.items(), key=lambda item: _order(found, item[0]))
    ]


def _order(found: Lab, path: str) -> tuple[int, str]:
    """Files stand as the lab lists them, the own load test last."""
    places = [place for place, pattern in enumerate(found.allowed()) if fnmatch(path, pattern)]
    return (places[0] if places else len(found.allowed()), path)
