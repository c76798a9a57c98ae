"""The pages around the workbench: start page, catalogue, a lab."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from perfgym.catalog import library
from perfgym.charts import pair_strip, words
from perfgym.progress import acceptance
from perfgym.progress.course import Course, Place
from perfgym.progress.points import Points
from perfgym.progress.skills import lead
from perfgym.web import bench, example, progress
from perfgym.web.pictures import as_picture
from perfgym.web.shelf import LEVELS, Shelf
from perfgym.web.skills import standing_of


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For whoever watches the site: it answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    found = library.default()
    standing = standing_of(request.user)
    context = {
        "next": lead.for_anyone(standing, found) if request.user.is_authenticated else None,
        "standing": standing,
        "strip": pair_strip(example.RATIOS, example.LOW, example.HIGH, example.RATIO),
        "sentence": words.result_sentence(example.RESULT),
        "example": found.labs.get(example.LAB),
        "labs": len(found.labs),
        "total": len(found.skills),
    }
    return render(request, "web/home.html", context)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Labs by track, filtered by level and skill, with one's own progress on each."""
    found = library.default()
    shelf = Shelf(found, level=request.GET.get("level", ""), skill=request.GET.get("skill", ""))
    is_staff = request.user.is_authenticated and request.user.is_staff
    context = {
        "tracks": shelf.tracks(progress.of(request.user)),
        "levels": LEVELS,
        "skills": shelf.skills(),
        "level": shelf.level,
        "skill": shelf.skill,
        "problems": [str(error) for error in found.broken_labs.values()] if is_staff else [],
    }
    return render(request, "web/catalogue.html", context)


@require_safe
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    found = library.lab_or_404(slug)
    skills = library.default().skills
    mine = progress.of(request.user).get(slug)
    course = Course(request.user, found) if mine and request.user.is_authenticated else None
    known = (mine and mine.points) or Points()
    context = {
        "lab": found,
        "course": course,
        "places": course.places if course else [Place(step, "") for step in found.steps],
        "skills": [skills[name] for name in found.skills if name in skills],
        "progress": mine,
        "acceptance": acceptance.of(course.person, found, known) if course and found.good else None,
        "runs": bench.runs_of(request.user, found),
        "has_sql": bench.has_sql(found),
        "has_app": bench.has_app(found),
    }
    return render(request, "web/lab.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A picture of a lab's guide."""
    return as_picture(library.lab_or_404(slug).image(name), name)
