"""What a learner does in the guide: answer, go on, skip, open a hint, start again. Every one works as a plain form.

With `X-Part: guide` the answer is the guide's new content alone, so that a page with an editor in it stays as it is.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.step import Step
from perfgym.checks.kind import Given
from perfgym.errors import LearnerError
from perfgym.progress.course import Course
from perfgym.progress.models import Round
from perfgym.web import bench, guide
from perfgym.web.guide import Sent
from perfgym.web.headers import allow_frames, allow_inline_styles

MOST_FIELDS = 40


@login_required
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """The guide alone, at the step that ?step= names."""
    course = _course(request, slug)
    return _part(request, course, bench.step_of(request, course), focus="title")


@login_required
@require_POST
@allow_inline_styles
@allow_frames
def answer(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    course, step = _step(request, slug, name)
    given = _given(request)
    return _done(request, course, step, "said", lambda: course.answer(step, given), given)


@login_required
@require_POST
@allow_inline_styles
@allow_frames
def preview(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What was typed as it will be read and would be judged; nothing is kept."""
    course, step = _step(request, slug, name)
    given = _given(request)
    try:
        found = course.preview(step, given)
    except LearnerError as error:
        return _refused(request, course, step, Sent(str(error), given))
    return _shown(request, course, step, Sent(values=given, preview=found, previewed=True), focus="preview")


@login_required
@require_POST
@allow_inline_styles
@allow_frames
def hint(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    course, step = _step(request, slug, name)
    asked = request.POST.get("hint", "")
    index = int(asked[:6]) if asked.isascii() and asked.isdecimal() else len(step.hints)
    return _done(request, course, step, "hint", lambda: course.take_hint(step, index))


@login_required
@require_POST
@allow_inline_styles
@allow_frames
def go_on(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    course, step = _step(request, slug, name)
    return _done(request, course, step, "title", lambda: course.go_on(step), then=step.number + 1)


@login_required
@require_POST
@allow_inline_styles
@allow_frames
def skip(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    course, step = _step(request, slug, name)
    return _done(request, course, step, "title", lambda: course.skip(step), then=step.number + 1)


@login_required
@require_POST
def again(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the guide anew; nothing is thrown away."""
    lab = library.lab_or_404(slug)
    try:
        Round.again(cast(Person, request.user), lab)
    except LearnerError as error:
        messages.error(request, str(error))
        return redirect("lab", slug=lab.slug)
    return redirect(f"{reverse('workbench', args=[lab.slug])}?step=1")


def _given(request: HttpRequest) -> dict[str, str]:
    return {key: value for key, value in list(request.POST.items())[:MOST_FIELDS] if isinstance(value, str)}


def _course(request: HttpRequest, slug: str) -> Course:
    return Course(cast(Person, request.user), library.lab_or_404(slug))


def _step(request: HttpRequest, slug: str, name: str) -> tuple[Course, Step]:
    course = _course(request, slug)
    step = next((step for step in course.lab.steps if step.name == name), None)
    if step is None:
        raise Http404
    return course, step


def _done(
    request: HttpRequest,
    course: Course,
    step: Step,
    focus: str,
    act: Callable[[], object],
    given: Given | None = None,
    then: int | None = None,
) -> HttpResponse:
    """Act, then show where the learner is now; a refusal shows the step with its reason and with what was sent."""
    try:
        act()
    except LearnerError as error:
        return _refused(request, course, step, Sent(str(error), given or {}))
    number = then or step.number
    if number > len(course.lab.steps):
        return _finished(request, course)
    if _wants_part(request):
        bench.remember(request, course, number)
        return _part(request, course, number, focus=focus)
    return redirect(f"{reverse('workbench', args=[course.lab.slug])}?step={number}#{_mark(focus)}")


def _refused(request: HttpRequest, course: Course, step: Step, sent: Sent) -> HttpResponse:
    return _shown(request, course, step, sent, focus="said", status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _shown(
    request: HttpRequest, course: Course, step: Step, sent: Sent, *, focus: str, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The step with what was sent, alone or in its page."""
    show = _part if _wants_part(request) else bench.page
    return show(request, course, step.number, sent, focus=focus, status=status)


def _finished(request: HttpRequest, course: Course) -> HttpResponse:
    if course.finished:
        messages.success(request, f"You have been through this lab: {course.points.total} of 100 points.")
    return redirect("lab", slug=course.lab.slug)


def _part(
    request: HttpRequest,
    course: Course,
    number: int,
    sent: Sent | None = None,
    *,
    focus: str,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    guide.looked_at(course, course.lab.steps[number - 1])
    return render(request, "web/bench/step.html", guide.context(course, number, sent, focus), status=status)


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("X-Part") == "guide"


def _mark(focus: str) -> str:
    """Where in the page a browser without JavaScript goes."""
    return {"said": "said", "hint": "hints"}.get(focus, "step-title")
