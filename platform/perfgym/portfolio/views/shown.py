"""What the world sees of a portfolio."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.portfolio import listing, page, trend
from perfgym.portfolio.evidence import building
from perfgym.portfolio.models import Entry, Profile
from perfgym.portfolio.views.asked import shown_entry


@require_safe
def public(request: HttpRequest, handle: str) -> HttpResponse:
    """A person's public entries. Who has none has no page."""
    found = listing.of(Entry.objects.shown(handle))
    owner = found.rows[0].entry.owner if found.rows else request.user
    if getattr(owner, "handle", None) != handle:
        raise Http404
    context = {
        "owner": owner,
        "listing": found,
        "profile": Profile.objects.shown(handle).first(),
        "trend": trend.of(found.rows),
    }
    return render(request, "portfolio/public.html", context)


@require_safe
def public_entry(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    entry = shown_entry(request, handle, slug)
    return render(request, "portfolio/entry.html", {**page.of(entry), "key": request.GET.get("key", "")})


@require_safe
def evidence(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The signed evidence behind an entry that may be seen."""
    entry = shown_entry(request, handle, slug)
    response = HttpResponse(building.of(entry), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="perfgym-{handle}-{slug}.zip"'
    return response
