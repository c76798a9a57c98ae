"""What the world sees of a portfolio."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.accounts.models import Person
from perfgym.portfolio import listing, page, trend
from perfgym.portfolio.evidence import building
from perfgym.portfolio.models import Entry, Profile, Sharing
from perfgym.portfolio.views.asked import shown_entry
from perfgym.portfolio.views.quiet import quiet


@require_safe
def public(request: HttpRequest, handle: str) -> HttpResponse:
    """A person's public entries. Who has none has no page, nor has who keeps it private; owners see theirs anyway."""
    found = listing.of(Entry.objects.shown(handle))
    owner = found.rows[0].entry.owner if found.rows else request.user
    if not isinstance(owner, Person) or owner.handle != handle:
        raise Http404
    sharing = Sharing.of(owner)
    if request.user != owner and not sharing.opens_to(request.GET.get("key", "")):
        raise Http404
    context = {
        "owner": owner,
        "sharing": sharing,
        "listing": found,
        "profile": Profile.objects.shown(handle).first(),
        "trend": trend.of(found.rows),
    }
    return quiet(render(request, "portfolio/public.html", context), listed=sharing.is_public)


@require_safe
def public_entry(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    entry = shown_entry(request, handle, slug)
    context = {**page.of(entry), "key": request.GET.get("key", "")}
    return quiet(render(request, "portfolio/entry.html", context), listed=entry.is_public)


@require_safe
def evidence(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The signed evidence behind an entry that may be seen, where its owner hands it out."""
    entry = shown_entry(request, handle, slug)
    if not entry.shows.evidence:
        raise Http404
    response = HttpResponse(building.of(entry), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="perfgym-{handle}-{slug}.zip"'
    return quiet(response, listed=entry.is_public)
