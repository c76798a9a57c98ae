"""The pages that bring the rooms together: start, catalogue, lab, workbench."""

import mimetypes
from fnmatch import fnmatch
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from perfgym.accounts.models import Person
from perfgym.catalog import guide, library
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.charts import pair_strip
from perfgym.runs.models import Run, best_points
from perfgym.web import example
from perfgym.web.headers import allow_inline_styles
from perfgym.workspaces.models import Workspace, digest_of

LEVELS = ("foundation", "practitioner", "advanced")
RUNS_SHOWN = 8


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """For whoever watches the site: it answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    strip = pair_strip(example.RATIOS, example.LOW, example.HIGH, example.RATIO)
    return render(request, "web/home.html", {"strip": strip, "labs": len(library.default().labs)})


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Labs by track, filtered by level and skill, with one's own progress on each."""
    found = library.default()
    level, skill = request.GET.get("level", ""), request.GET.get("skill", "")
    shown = {
        slug: lab
        for slug, lab in found.labs.items()
        if (not level or lab.level == level) and (not skill or skill in lab.skills)
    }
    placed = {slug for track in found.tracks for slug in track.labs}
    tracks = [{"title": track.title, "summary": track.summary, "slugs": track.labs} for track in found.tracks]
    tracks.append({"title": "More labs", "summary": "", "slugs": [slug for slug in found.labs if slug not in placed]})
    progress = _progress(request)
    for track in tracks:
        track["labs"] = [{"lab": shown[slug], **progress.get(slug, {})} for slug in track["slugs"] if slug in shown]
    used = sorted({skill for lab in found.labs.values() for skill in lab.skills})
    context = {
        "tracks": [track for track in tracks if track["labs"]],
        "levels": LEVELS,
        "skills": [(name, found.skills[name].name if name in found.skills else name) for name in used],
        "level": level,
        "skill": skill,
        "problems": [str(error) for error in found.broken_labs.values()] if _is_staff(request) else [],
    }
    return render(request, "web/catalogue.html", context)


@require_GET
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    found = library.lab_or_404(slug)
    skills = library.default().skills
    context = {
        "lab": found,
        "skills": [skills[name].name if name in skills else name for name in found.skills],
        "progress": _progress(request).get(slug, {}),
    }
    return render(request, "web/lab.html", context)


@login_required
@require_GET
@allow_inline_styles
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    found = library.lab_or_404(slug)
    person = cast(Person, request.user)
    workspace = Workspace.open(person, found)
    runs = list(Run.objects.filter(owner=person, lab=slug).order_by("-created_at")[:RUNS_SHOWN])
    step = _step(found, request.GET.get("step", "1"))
    context = {
        "lab": found,
        "step": step,
        "body": guide.render(step),
        "hints": [guide.render_hint(step, index) for index in range(len(step.hints))],
        "previous": step.number - 1 if step.number > 1 else None,
        "next": step.number + 1 if step.number < len(found.steps) else None,
        "files": {"files": _files(found, workspace)},
        "runs": runs,
        "open_run": next((run for run in reversed(runs) if not run.is_final), None),
    }
    return render(request, "web/workbench.html", context)


@require_GET
@cache_control(public=True, max_age=3600)
def picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A picture of a lab's guide."""
    content = library.lab_or_404(slug).image(name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _step(found: Lab, asked: str) -> Step:
    number = int(asked) if asked.isdigit() else 1
    return found.steps[min(max(number, 1), len(found.steps)) - 1]


def _files(found: Lab, workspace: Workspace) -> list[dict[str, Any]]:
    """What the editor opens: each editable file as it is now and as the starter has it."""
    starter, now = found.editable_files(), workspace.contents(found)
    return [
        {
            "path": path,
            "content": content.decode(errors="replace"),
            "starter": starter.get(path, b"").decode(errors="replace"),
            "digest": digest_of(content),
            "own_test": path == found.own_test,
        }
        for path, content in sorted(now.items(), key=lambda item: _order(found, item[0]))
    ]


def _order(found: Lab, path: str) -> tuple[int, str]:
    """Files stand as the lab lists them, the own load test last."""
    places = [place for place, pattern in enumerate(found.allowed()) if fnmatch(path, pattern)]
    return (places[0] if places else len(found.allowed()), path)


def _progress(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What this person has done: {lab: {started, points}}."""
    if not request.user.is_authenticated:
        return {}
    person = cast(Person, request.user)
    points = best_points(person)
    started = Workspace.objects.filter(owner=person).values_list("lab", flat=True)
    return {slug: {"started": True, "points": points.get(slug)} for slug in started}


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_authenticated and cast(Person, request.user).is_staff
