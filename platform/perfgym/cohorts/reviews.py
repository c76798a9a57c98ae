"""Reviewing: the queue, one submission with its evidence, and what is said about it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.lab import CriterionManifest
from perfgym.cohorts.comment import Comment, Said
from perfgym.cohorts.forms import CommentForm, DecisionForm, ReplyForm
from perfgym.cohorts.submission import Moved, NeedsComment, OwnEntry, State, Submission
from perfgym.portfolio import page
from perfgym.portfolio.shows import EVERYTHING
from perfgym.progress import reports

RELATED = ("entry__owner", "entry__run", "cohort")
DECIDED_SHOWN = 20


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this instructor, the oldest first, and what was decided lately."""
    person = cast(Person, request.user)
    if not person.is_instructor:
        raise Http404
    taught = Submission.objects.visible_to(person).of_cohorts_taught_by(person).select_related(*RELATED)
    decided = taught.exclude(state=State.SUBMITTED).order_by("-decided_at")[:DECIDED_SHOWN]
    waiting = Submission.objects.visible_to(person).waiting_for(person).select_related(*RELATED)
    return render(request, "cohorts/queue.html", {"waiting": waiting, "decided": decided})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission with its evidence: for the instructors of its cohort, and to look at for staff."""
    person = cast(Person, request.user)
    found = Submission.objects.visible_to(person).select_related(*RELATED)
    submission = get_object_or_404(found, pk=pk)
    teaches = submission.cohort.is_taught_by(person)
    if not teaches and (request.method == "POST" or not person.is_staff):
        raise Http404
    comments = list(submission.comments.select_related("author"))
    shown = page.of(submission.entry, [comment for comment in comments if comment.path], shows=EVERYTHING)
    paths = [file.diff.path for file in shown["files"]]
    form = DecisionForm(request.POST or None, paths=paths, initial={"seen": submission.seen})
    form.fields["comment"].widget.attrs["data-keep"] = f"review-{pk}"
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, submission, form)
        except Moved as error:
            form = DecisionForm({**request.POST.dict(), "seen": submission.seen}, paths=paths)
            form.add_error(None, str(error))
        except (NeedsComment, OwnEntry) as error:
            form.add_error("comment", str(error))
    context = {**shown, "submission": submission, "comments": comments, "form": form, "teaches": teaches}
    context["rubrics"] = _rubrics(submission, shown["lab"])
    return render(request, "cohorts/review.html", {**context, **_queue_around(person, submission)})


def _rubrics(submission: Submission, lab: Lab | None) -> list[tuple[str, tuple[CriterionManifest, ...]]]:
    """(title, rubric) of the entry's own lab, and of those in which its owner wrote about that one."""
    labs = [lab, *reports.about(submission.entry.owner, lab)] if lab else []
    return [(each.title, each.rubric) for each in labs if each.rubric]


def _queue_around(person: Person, submission: Submission) -> dict[str, Any]:
    waiting = Submission.objects.visible_to(person).waiting_for(person).exclude(pk=submission.pk)
    return {"following": waiting.first(), "others": waiting.count()}


def _decided(request: HttpRequest, submission: Submission, form: DecisionForm) -> HttpResponse:
    person, said = cast(Person, request.user), form.said()
    if form.cleaned_data["decision"] == "comment":
        if said:
            submission.say(person, said)
        return redirect(submission)
    given = form.cleaned_data
    submission.decide(person, State(given["decision"]), said, given["seen"], given["shown"])
    messages.success(request, f"{submission.entry}: {submission.get_state_display()}.")
    return redirect(Submission.objects.visible_to(person).waiting_for(person).first() or "review_queue")


@login_required
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner's answer to what was said."""
    person = cast(Person, request.user)
    submission = get_object_or_404(Submission.objects.visible_to(person), pk=pk, entry__owner=person)
    form = ReplyForm(request.POST)
    if form.is_valid():
        submission.say(person, Said(form.cleaned_data["body"]))
    else:
        messages.error(request, f"Nothing was sent: {' '.join(map(str, form.errors['body']))}")
    return redirect(submission.entry)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's own words right."""
    person = cast(Person, request.user)
    found = get_object_or_404(Comment.objects.visible_to(person), pk=pk, author=person)
    form = CommentForm(request.POST or None, instance=found)
    mine = found.submission.entry.owner == person
    back = found.submission.entry if mine else found.submission
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(back)
    return render(request, "cohorts/comment.html", {"form": form, "comment": found, "back": back})
