"""What stands for a page elsewhere: the picture beside a link to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from perfgym.portfolio import picture
from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.picture.sheet import drawable

KEPT = 10 * 60  # seconds; so long others may still have the picture of what was made private


@require_safe
@cache_control(public=True, max_age=KEPT)
def entry_picture(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """Of a public entry; any other has none, whoever asks."""
    entry = get_object_or_404(Entry.objects.shown(handle).select_related("run", "owner"), slug=slug)
    return HttpResponse(picture.of_entry(entry), content_type="image/png")


@require_safe
@cache_control(public=True, max_age=KEPT)
def page_picture(request: HttpRequest, handle: str) -> HttpResponse:
    """Of a page that is public and has entries."""
    entries = list(Entry.objects.shown(handle).select_related("run", "owner"))
    sharing = Sharing.of(entries[0].owner) if entries else None
    if sharing is None or not sharing.is_public:
        raise Http404
    name = drawable(sharing.name, handle)
    return HttpResponse(picture.of_portfolio(name, entries), content_type="image/png")
