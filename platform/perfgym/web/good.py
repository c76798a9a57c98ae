"""What good looks like: the page of a lab that opens once somebody is done with it. Before that it is not there."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import guide, library
from perfgym.catalog.lab import Lab
from perfgym.portfolio.changes import ShownFile, with_remarks
from perfgym.progress import acceptance
from perfgym.web.pictures import as_picture
from perfgym.workspaces.diff import unified


@login_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    lab = _open(request, slug)
    if lab.good is None:
        raise Http404
    return render(request, "web/good.html", _context(lab, lab.good))


@login_required
@require_safe
def picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A picture of that page, which tells as much as the page does."""
    return as_picture(_open(request, slug).good_image(name), name)


def _open(request: HttpRequest, slug: str) -> Lab:
    lab = library.lab_or_404(slug)
    if not acceptance.may_see(cast(Person, request.user), lab):
        raise Http404
    return lab


def _context(lab: Lab, text: str) -> dict[str, Any]:
    return {
        "lab": lab,
        "body": guide.render_good(lab, text),
        "reference": _changes(lab, lab.reference()),
        "others": [(name.replace("-", " "), _changes(lab, lab.solution(name))) for name in lab.solutions()],
    }


def _changes(lab: Lab, edits: dict[str, bytes]) -> list[ShownFile]:
    before = lab.editable_files()
    return with_remarks(unified(before, {**before, **edits}), [])
