"""The editor's side of a workspace: read, save, restore one file."""

from http import HTTPStatus
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.workspaces.models import Conflict, Workspace, digest_of
from perfgym.workspaces.sent import json_object
from perfgym.workspaces.uploads import names


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    lab = library.lab_or_404(slug)
    Workspace.open(cast(Person, request.user), lab)
    return redirect("workbench", slug=lab.slug)


@login_required
@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
def file(request: HttpRequest, slug: str, path: str) -> JsonResponse:
    lab = library.lab_or_404(slug)
    workspace = Workspace.open(cast(Person, request.user), lab)
    try:
        if request.method == "PUT":
            _save(request, workspace, lab, path)
        elif request.method == "DELETE":
            workspace.restore_file(lab, path)
        lab.check_editable(path)
        return _shown(workspace.contents(lab).get(path, b""))
    except Conflict as conflict:
        return _shown(conflict.content, str(conflict), HTTPStatus.CONFLICT)
    except LearnerError as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _save(request: HttpRequest, workspace: Workspace, lab: Lab, path: str) -> None:
    try:
        body = json_object(request)
        content, base = _text(body["content"]).encode(), body.get("base")
    except (ValueError, KeyError, TypeError) as error:  # half a character is a ValueError too
        raise LearnerError(
            "The editor sent something that is not a file. Nothing was changed; reload the page and save again."
        ) from error
    lab.check_editable(path)
    names.check(path, lab.editable_files())
    workspace.save_file(lab, path, content, base if isinstance(base, str) else None)


def _text(content: object) -> str:
    if not isinstance(content, str):
        raise TypeError("the content is not text")
    return content


def _shown(content: bytes, error: str = "", status: int = HTTPStatus.OK) -> JsonResponse:
    answer = {
        "digest": digest_of(content),
        "content": content.decode(errors="replace"),
        "saved_at": timezone.now().isoformat(timespec="seconds"),
    }
    return JsonResponse({**answer, "error": error} if error else answer, status=status)
