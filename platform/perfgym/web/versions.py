"""The history of a learner's files: the list, a look at one state, and bringing it back."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.portfolio import changes
from perfgym.web import past
from perfgym.workspaces.diff import unified
from perfgym.workspaces.models import Snapshot, Workspace

A_PAGE = 40
SAME = 10  # times shown at which the files were the same


@login_required
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    lab, workspace = _own(request, slug)
    page = Paginator(past.moments(workspace), A_PAGE).get_page(request.GET.get("page"))
    context = {"lab": lab, "page": page, "moments": past.with_runs(workspace, page.object_list)}
    return render(request, _template(request, "list"), context)


@login_required
@require_safe
def version(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """What bringing a state back would change."""
    lab, workspace = _own(request, slug)
    snapshot = get_object_or_404(workspace.kept(), pk=digest)
    then = {**lab.editable_files(), **_allowed(lab, snapshot)}
    context = {
        "lab": lab,
        "digest": digest,
        "moments": past.with_runs(
            workspace, [each for each in past.moments(workspace) if each.digest == digest][:SAME]
        ),
        "files": changes.with_remarks(unified(workspace.contents(lab), then), []),
    }
    return render(request, _template(request, "look"), context)


@login_required
@require_POST
def bring_back(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Put one file, or all, back to an earlier state."""
    lab, workspace = _own(request, slug)
    snapshot = get_object_or_404(workspace.kept(), pk=digest)
    path = request.POST.get("path") or None
    is_script = "application/json" in request.headers.get("Accept", "")
    try:
        workspace.bring_back(lab, snapshot, path)
    except LearnerError as error:
        if is_script:
            return JsonResponse({"error": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.error(request, str(error))
        return redirect("version", slug=lab.slug, digest=digest)
    sentence = f"{path or 'All files'} as before. What stood there until now is the latest entry of the history."
    if is_script:
        return JsonResponse({"sentence": sentence})
    messages.success(request, sentence)
    return redirect("versions", slug=lab.slug)


def _own(request: HttpRequest, slug: str) -> tuple[Lab, Workspace]:
    lab = library.lab_or_404(slug)
    return lab, Workspace.open(cast(Person, request.user), lab)


def _allowed(lab: Lab, snapshot: Snapshot) -> dict[str, bytes]:
    """Of an earlier state what the lab, as it is today, lets a learner change."""
    return {path: content for path, content in snapshot.contents().items() if lab.is_editable(path)}


def _template(request: HttpRequest, name: str) -> str:
    """A page of its own, or the part of it that the workbench shows in a dialog."""
    return f"web/versions/{name}_part.html" if "part" in request.GET else f"web/versions/{name}.html"
