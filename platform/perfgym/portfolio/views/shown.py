"""What the world sees of a portfolio."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from perfgym.portfolio import page
from perfgym.portfolio.models import Entry
from perfgym.portfolio.views.asked import person


@require_safe
def public(request: HttpRequest, handle: str) -> HttpResponse:
    """A person's public entries. Who has none has no page."""
    entries = list(Entry.objects.shown(handle).select_related("run", "owner"))
    owner = entries[0].owner if entries else request.user
    if getattr(owner, "handle", None) != handle:
        raise Http404
    return render(request, "portfolio/public.html", {"owner": owner, "entries": entries})


@require_safe
def public_entry(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    entry = _shown(request, handle, slug)
    return render(request, "portfolio/entry.html", {**page.of(entry), "key": request.GET.get("key", "")})


@require_safe
def evidence(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The raw data behind an entry that may be seen."""
    entry = _shown(request, handle, slug)
    response = HttpResponse(bytes(entry.run.evidence.bundle), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="perfgym-{handle}-{slug}.zip"'
    return response


def _shown(request: HttpRequest, handle: str, slug: str) -> Entry:
    """The entry as anyone may see it; its owner, and whoever it was submitted to, also while it is private."""
    found = Entry.objects.shown(handle, request.GET.get("key", ""))
    if request.user.is_authenticated:
        own = Entry.objects.visible_to(person(request)).filter(owner__handle=handle)
        found = own | found
    return get_object_or_404(found.select_related("run", "owner"), slug=slug)
