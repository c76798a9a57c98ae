"""The workbench: a step of the guide, the learner's files, and their runs on one screen."""

from collections.abc import Sequence
from datetime import timedelta
from fnmatch import fnmatch
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.progress.course import Course
from perfgym.runs import live
from perfgym.runs.models import Run
from perfgym.web import guide
from perfgym.web.guide import Sent
from perfgym.web.headers import allow_frames, allow_inline_styles
from perfgym.workspaces.models import Workspace, digest_of

RUNS_SHOWN = 12


@login_required
@require_safe
@allow_inline_styles
@allow_frames
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    course = Course(cast(Person, request.user), library.lab_or_404(slug))
    return page(request, course, step_of(request, course))


def page(
    request: HttpRequest,
    course: Course,
    number: int,
    sent: Sent | None = None,
    *,
    focus: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The workbench at a step of the guide; where a lab runs nothing, the guide alone, as a page to write at."""
    found, person = course.lab, course.person
    workspace = Workspace.open(person, found)
    guide.looked_at(course, found.steps[number - 1])
    shown = guide.context(course, number, sent, focus)
    if found.runs_on is None:
        return render(request, "web/desk.html", shown, status=status)
    runs = runs_of(person, found)
    context = {
        **shown,
        "has_sql": has_sql(found),
        "has_app": has_app(found),
        "files": {
            "files": _files(found, workspace),
            "saved_at": workspace.saved_at.isoformat() if workspace.files else None,
        },
        "runs": runs,
        "open_run": _followed(runs),
    }
    return render(request, "web/workbench.html", context, status=status)


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
    return found.has_database and settings.SQL_SESSIONS > 0


def has_app(found: Lab) -> bool:
    """Whether this lab's app can be looked at."""
    return found.runs_on is not None and settings.APP_SESSIONS > 0


def step_of(request: HttpRequest, course: Course) -> int:
    """The number of the step asked for; without one, of that where this person was last."""
    key = _key(course)
    number = guide.nearest(course, request.GET.get("step", ""), int(request.session.get(key, 0)))
    remember(request, course, number)
    return number


def remember(request: HttpRequest, course: Course, number: int) -> None:
    """This browser opens the workbench there next time."""
    if request.session.get(_key(course)) != number:
        request.session[_key(course)] = number


def _key(course: Course) -> str:
    return f"step:{course.lab.slug}"


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
