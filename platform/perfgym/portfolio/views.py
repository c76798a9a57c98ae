"""The owner's side of a portfolio, and what the world sees of it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perfgym.accounts.models import Person
from perfgym.portfolio import page
from perfgym.portfolio.forms import EntryForm
from perfgym.portfolio.models import Entry, NotAnEntry
from perfgym.runs.models import Run


@login_required
@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put one's own run into the portfolio."""
    run = get_object_or_404(Run.objects.filter(owner=request.user), pk=pk)
    try:
        return redirect(Entry.of(run))
    except NotAnEntry as error:
        messages.error(request, str(error))
        return redirect(run)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    entries = Entry.objects.filter(owner=request.user).select_related("run", "owner")
    return render(request, "portfolio/mine.html", {"entries": entries})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Words and visibility; only the owner's."""
    entry = get_object_or_404(Entry.objects.filter(owner=request.user).select_related("run", "owner"), pk=pk)
    form = EntryForm(request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect(entry)
    return render(request, "portfolio/edit.html", {**page.of(entry), "form": form})


@require_GET
def public(request: HttpRequest, handle: str) -> HttpResponse:
    """A person's public entries. Who has none has no page."""
    owner = get_object_or_404(Person, handle=handle)
    entries = list(Entry.objects.shown(handle).select_related("run", "owner"))
    if not entries and request.user != owner:
        raise Http404
    return render(request, "portfolio/public.html", {"owner": owner, "entries": entries})


@require_GET
def public_entry(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    entry = _shown(request, handle, slug)
    return render(request, "portfolio/entry.html", {**page.of(entry), "key": request.GET.get("key", "")})


@require_GET
def evidence(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The raw data behind an entry that may be seen."""
    entry = _shown(request, handle, slug)
    response = HttpResponse(bytes(entry.run.evidence.bundle), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="perfgym-{handle}-{slug}.zip"'
    return response


def _shown(request: HttpRequest, handle: str, slug: str) -> Entry:
    """The entry as anyone may see it; its owner also sees it while it is private."""
    entries = Entry.objects.select_related("run", "owner")
    if request.user.is_authenticated and cast(Person, request.user).handle == handle:
        return get_object_or_404(entries.filter(owner=request.user), slug=slug)
    return get_object_or_404(
        Entry.objects.shown(handle, request.GET.get("key", "")).select_related("run", "owner"), slug=slug
    )
