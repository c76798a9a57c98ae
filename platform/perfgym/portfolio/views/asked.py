"""Who asks, and for which entry."""

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry


def person(request: HttpRequest) -> Person:
    """The signed-in person; only for views that ask for one."""
    return cast(Person, request.user)


def shown_entry(request: HttpRequest, handle: str, slug: str) -> Entry:
    """The entry as anyone may see it; its owner, and whoever it was submitted to, also while it is private."""
    found = Entry.objects.shown(handle, request.GET.get("key", ""))
    if request.user.is_authenticated:
        own = Entry.objects.visible_to(person(request)).filter(owner__handle=handle)
        found = own | found
    return get_object_or_404(found.select_related("run", "owner"), slug=slug)
