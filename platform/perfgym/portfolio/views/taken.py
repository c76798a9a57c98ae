"""What an owner takes along: a portfolio or an entry as a folder of plain files."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from perfgym.errors import LearnerError
from perfgym.portfolio import export
from perfgym.portfolio.export.site import Site
from perfgym.portfolio.models import Entry
from perfgym.portfolio.views.asked import person


@login_required
@require_safe
def folder(request: HttpRequest) -> HttpResponse:
    """One's page with its public entries."""
    owner = person(request)
    return _folder(request, owner.handle, lambda site: export.of_portfolio(owner, site))


@login_required
@require_safe
def entry_folder(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry of one's own, private or not."""
    seen = Entry.objects.visible_to(person(request)).select_related("run", "owner")
    entry = get_object_or_404(seen, pk=pk, owner=person(request))
    return _folder(request, f"{entry.owner.handle}-{entry.slug}", lambda site: export.of_entry(entry, site))


def _folder(request: HttpRequest, name: str, make: Callable[[Site], dict[str, bytes]]) -> HttpResponse:
    try:
        files = make(Site(request.get_host(), request.is_secure()))
    except LearnerError as error:
        messages.error(request, str(error))
        return redirect("portfolio")
    response = HttpResponse(export.zipped(files, name), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
