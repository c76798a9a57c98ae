"""The skill map: what there is to learn, and what one has evidence for."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.progress.skills import lead, own
from perfgym.progress.skills.evidence import Level
from perfgym.progress.skills.own import NOTHING, Standing
from perfgym.web import skillmap


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every skill by area; for who is signed in with the evidence behind each."""
    found, standing = library.default(), standing_of(request.user)
    context = {
        "areas": skillmap.areas(standing, found),
        "levels": sorted(Level, reverse=True),
        "counts": skillmap.counts(standing),
        "shown": len(standing.behind),
        "total": len(found.skills),
        "next": lead.for_anyone(standing, found),
        "has_career": found.career is not None,
    }
    return render(request, "skills/map.html", context)


def standing_of(user: Person | AnonymousUser) -> Standing:
    """What somebody has evidence for; nothing for who is not signed in."""
    return own.of(user) if user.is_authenticated else NOTHING
