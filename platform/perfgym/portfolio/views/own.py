"""The owner's side of a portfolio: put a result in, write about it, say who may see it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from perfgym.errors import LearnerError
from perfgym.portfolio import page, written
from perfgym.portfolio.forms import EntryForm
from perfgym.portfolio.models import Entry
from perfgym.portfolio.shows import EVERYTHING
from perfgym.portfolio.views import autosave
from perfgym.portfolio.views.asked import person
from perfgym.runs.models import Run


@login_required
@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put one's own run into the portfolio."""
    run = get_object_or_404(Run.objects.visible_to(person(request)), pk=pk, owner=person(request))
    try:
        return redirect(Entry.of(run))
    except LearnerError as error:
        messages.error(request, str(error))
        return redirect(run)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Words and visibility; only the owner's. A preview shows the words without keeping them."""
    seen = Entry.objects.visible_to(person(request)).select_related("run", "owner")
    entry = get_object_or_404(seen, pk=pk, owner=person(request))
    saved_visibility = entry.visibility
    form = EntryForm(request.POST or None, instance=entry)
    if request.method == "POST" and "preview" not in request.POST:
        if form.is_valid():
            entry.keep(form.changed_data)
        if autosave.is_asked(request):
            return autosave.answer(form, **_preview(request, entry, form))
        if form.is_valid():
            messages.success(request, "Saved.")
            return redirect(entry)
    return render(request, "portfolio/edit.html", _editing(request, entry, form, saved_visibility))


def _preview(request: HttpRequest, entry: Entry, form: EntryForm) -> dict[str, str]:
    """How the words will be read, once they are saved."""
    if not form.is_valid():
        return {}
    shown = {"entry": entry, "written": written.of(entry, owner=True), "voice": "owner"}
    return {"preview": render_to_string("portfolio/preview.html", shown, request)}


def _editing(request: HttpRequest, entry: Entry, form: EntryForm, saved_visibility: str) -> dict[str, object]:
    previewed = "preview" in request.POST and form.is_valid()  # which puts the words into the entry
    submissions = list(entry.submissions.select_related("cohort").prefetch_related("comments__author"))
    settled = [each.cohort_id for each in submissions if not each.asks_for_changes]
    remarks = [comment for each in submissions for comment in each.comments.all() if comment.path]
    return {
        **page.of(entry, remarks, shows=EVERYTHING, owner=True),
        "form": form,
        "offered": written.offered(entry),
        "offered_charts": written.charts(entry),
        "previewed": previewed,
        "saved_visibility": saved_visibility,
        "submissions": submissions,
        "asked_for_changes": any(each.asks_for_changes for each in submissions),
        "cohorts": person(request).cohorts.exclude(pk__in=settled),
    }
