"""Cohorts and reviews: join, submit, look, decide."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perfgym.accounts.models import Person
from perfgym.cohorts.forms import CohortForm, DecisionForm, JoinForm
from perfgym.cohorts.models import Cohort, Comment, NeedsComment, NoSuchCode, State, Submission
from perfgym.portfolio import page
from perfgym.portfolio.models import Entry
from perfgym.runs.models import best_points


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@login_required
@require_http_methods(["GET", "POST"])
def cohorts(request: HttpRequest) -> HttpResponse:
    """Mine; and for an instructor a new one."""
    person = _person(request)
    form = CohortForm(request.POST or None)
    if request.method == "POST":
        if not person.is_instructor:
            raise Http404
        if form.is_valid():
            cohort = Cohort.objects.create(name=form.cleaned_data["name"])
            cohort.instructors.add(person)
            return redirect(cohort)
    found = Cohort.objects.visible_to(person)
    return render(request, "cohorts/cohorts.html", {"cohorts": found, "join": JoinForm(), "form": form})


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST)
    try:
        cohort = Cohort.join(_person(request), form.cleaned_data["code"] if form.is_valid() else "")
    except NoSuchCode as error:
        messages.error(request, str(error))
        return redirect("cohorts")
    messages.success(request, f"You are in {cohort.name}.")
    return redirect(cohort)


@login_required
@require_GET
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in it and how far: the whole table for its instructors, the own row for a member."""
    person = _person(request)
    found = get_object_or_404(Cohort.objects.visible_to(person), pk=pk)
    teaches = person.is_staff or found.is_taught_by(person)
    members = found.members.order_by("username") if teaches else found.members.filter(pk=person.pk)
    rows = [
        {
            "person": member,
            "points": best_points(member),
            "submissions": found.submissions.filter(entry__owner=member).select_related("entry"),
        }
        for member in members
    ]
    return render(request, "cohorts/cohort.html", {"cohort": found, "teaches": teaches, "rows": rows})


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit one's own entry to a cohort one is in."""
    person = _person(request)
    entry = get_object_or_404(Entry.objects.filter(owner=person), pk=pk)
    chosen = request.POST.get("cohort", "")
    cohort = get_object_or_404(person.cohorts, pk=chosen if chosen.isdigit() else 0)
    submission = Submission.send(entry, cohort)
    messages.success(request, f"Submitted to {cohort.name}: {submission.get_state_display()}.")
    return redirect(entry)


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this instructor, the oldest first, and what was decided lately."""
    person = _person(request)
    if not person.is_instructor:
        raise Http404
    mine = Submission.objects.select_related("entry__owner", "entry__run", "cohort")
    decided = mine.filter(cohort__instructors=person).exclude(state=State.SUBMITTED).order_by("-decided_at")[:20]
    waiting = Submission.objects.waiting_for(person).select_related("entry__owner", "entry__run", "cohort")
    return render(request, "cohorts/queue.html", {"waiting": waiting, "decided": decided})


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission with its evidence; for the instructors of its cohort."""
    person = _person(request)
    taught = Submission.objects.all() if person.is_staff else Submission.objects.filter(cohort__instructors=person)
    submission = get_object_or_404(taught.select_related("entry__owner", "entry__run", "cohort").distinct(), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, submission, form.cleaned_data)
        except NeedsComment as error:
            form.add_error("comment", str(error))
    following = Submission.objects.waiting_for(person).exclude(pk=pk).first()
    context = {**page.of(submission.entry), "submission": submission, "form": form, "following": following}
    return render(request, "cohorts/review.html", context)


def _decided(request: HttpRequest, submission: Submission, said: dict[str, str]) -> HttpResponse:
    person = _person(request)
    if said["decision"] == "comment":
        if said["comment"].strip():
            Comment.objects.create(submission=submission, author=person, body=said["comment"])
        return redirect(submission)
    submission.decide(person, State(said["decision"]), said["comment"])
    messages.success(request, f"{submission.entry}: {submission.get_state_display()}.")
    following = Submission.objects.waiting_for(person).first()
    return redirect(following or "review_queue")
