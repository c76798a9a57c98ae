"""Cohorts: make one, join one, see who is how far, submit an entry to one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from perfgym import spreadsheet
from perfgym.accounts.models import Person
from perfgym.cohorts import table
from perfgym.cohorts.cohort import Cohort, NoSuchCode
from perfgym.cohorts.forms import CohortForm, JoinForm
from perfgym.cohorts.submission import Submission
from perfgym.portfolio.models import Entry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohorts(request: HttpRequest) -> HttpResponse:
    """Mine; and for an instructor a new one."""
    person = cast(Person, request.user)
    form = CohortForm(request.POST or None)
    if request.method == "POST":
        if not person.is_instructor:
            raise Http404
        if form.is_valid():
            return redirect(Cohort.found(form.cleaned_data["name"], person))
    found = Cohort.objects.visible_to(person).order_by("-created_at")
    return render(request, "cohorts/cohorts.html", {"cohorts": found, "join": JoinForm(), "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Join by a code, typed or brought by the instructor's link (?code=)."""
    form = JoinForm(request.POST or None, initial={"code": request.GET.get("code", "")[:12]})
    if request.method == "POST" and form.is_valid():
        try:
            cohort = Cohort.join(cast(Person, request.user), form.cleaned_data["code"])
        except NoSuchCode as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, f"You are in {cohort.name}.")
            return redirect(cohort)
    return render(request, "cohorts/join.html", {"form": form})


@login_required
@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in it and how far: the whole table for its instructors, the own row for a member."""
    person = cast(Person, request.user)
    found = get_object_or_404(Cohort.objects.visible_to(person), pk=pk)
    context = {
        "cohort": found,
        "teaches": found.is_taught_by(person),
        "table": _table(found, person),
        "join_url": request.build_absolute_uri(f"{reverse('cohort_join')}?code={found.code}"),
    }
    return render(request, "cohorts/cohort.html", context)


@login_required
@require_safe
def cohort_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The same table for a spreadsheet."""
    person = cast(Person, request.user)
    found = get_object_or_404(Cohort.objects.visible_to(person), pk=pk)
    content = spreadsheet.lines(table.as_rows(_table(found, person)))
    name = f'attachment; filename="cohort-{found.pk}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _table(found: Cohort, person: Person) -> table.Table:
    """All of its learners for who teaches it and for staff, the own row for a member."""
    members = found.members.order_by("username")
    if not (found.is_taught_by(person) or person.is_staff):
        members = members.filter(pk=person.pk)
    return table.of(found, members)


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit one's own entry to a cohort one is in."""
    person = cast(Person, request.user)
    entry = get_object_or_404(Entry.objects.visible_to(person), pk=pk, owner=person)
    chosen = request.POST.get("cohort", "")
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0
    cohort = get_object_or_404(Cohort.objects.visible_to(person), pk=number, members=person)
    submission = Submission.send(entry, cohort)
    messages.success(request, f"Submitted to {cohort.name}: {submission.get_state_display()}.")
    return redirect(entry)
