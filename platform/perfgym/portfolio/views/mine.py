"""The owner's list of entries, and the order that others read them in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from perfgym.portfolio import listing, order
from perfgym.portfolio.listing import State
from perfgym.portfolio.models import Entry, EntryQuerySet, Profile
from perfgym.portfolio.order import Way
from perfgym.portfolio.views.asked import person


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All entries, or those in one state, each with what it lacks."""
    asker = person(request)
    whole = listing.of(Entry.objects.visible_to(asker).filter(owner=asker))
    state = _state(request)
    in_cohort = asker.cohorts.exists()
    context = {
        "whole": whole,
        "state": state,
        "rows": [(row, row.missing(in_cohort)) for row in whole.only(state).rows],
        "has_public": any(row.entry.is_public for row in whole.rows),
        "profile": Profile.objects.visible_to(asker).filter(owner=asker).first(),
    }
    return render(request, "portfolio/mine.html", context)


def _state(request: HttpRequest) -> State | None:
    asked = request.GET.get("show", "")
    return State(asked) if asked in State.values else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ordering(request: HttpRequest) -> HttpResponse:
    """Move one entry at a time. The button that was pressed has the focus again, so that it can be pressed repeatedly.

    There is no fragment in the address: with one, a browser gives nothing the focus.
    """
    asker = person(request)
    own = Entry.objects.visible_to(asker).filter(owner=asker)
    if request.method == "POST":
        return _moved(request, own)
    context = {"listing": listing.of(own), "ways": Way, "moved": request.GET.get("moved"), "by": request.GET.get("by")}
    return render(request, "portfolio/order.html", context)


def _moved(request: HttpRequest, own: EntryQuerySet) -> HttpResponse:
    way = next((way for way in Way if way in request.POST), None)
    if way is None or not request.POST[way].isdecimal():
        raise Http404
    entry = get_object_or_404(own, pk=request.POST[way])
    place = order.move(entry, way)
    messages.success(request, f"“{entry.title}” is now number {place}.")
    return redirect(f"{reverse('portfolio_order')}?moved={entry.pk}&by={way}")
