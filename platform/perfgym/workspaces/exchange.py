"""A workspace in and out as a whole: the page with the form, and the zip."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.workspaces.models import Workspace
from perfgym.workspaces.uploads import archive, size, taken


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """What is there, what may come in; and an upload."""
    lab = library.lab_or_404(slug)
    workspace = Workspace.open(cast(Person, request.user), lab)
    if request.method != "POST":
        return _page(request, lab, workspace)
    try:
        done = taken.take(workspace, lab, _sent(request))
    except LearnerError as error:
        return _page(request, lab, workspace, str(error))
    messages.success(request, done.sentence)
    return redirect("workspace_files", slug=lab.slug)


@login_required
@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    lab = library.lab_or_404(slug)
    content = archive.pack(Workspace.open(cast(Person, request.user), lab).contents(lab), lab.slug)
    name = f'attachment; filename="{lab.slug}.zip"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def _sent(request: HttpRequest) -> list[taken.File]:
    """The files of the form. Raises UploadRefused before any is read when they are too large together."""
    sent = [one for one in request.FILES.getlist("files") if one.name]
    if sent:
        size.check(sum(one.size or 0 for one in sent))
    return [(str(one.name), one.read()) for one in sent]


def _page(request: HttpRequest, lab: Lab, workspace: Workspace, problem: str = "") -> HttpResponse:
    starter = lab.editable_files()
    context = {
        "lab": lab,
        "files": [
            (path, len(content), starter.get(path) != content)
            for path, content in sorted(workspace.contents(lab).items())
        ],
        "megabytes": size.MAX_BYTES // 2**20,
        "entries": size.MAX_ENTRIES,
        "problem": problem,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return render(request, "workspaces/files.html", context, status=status)
