"""The editor's side of a workspace: read, save, restore one file; put a version aside; see what others have saved."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

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


@login_required
@require_POST
def put_aside(request: HttpRequest, slug: str) -> JsonResponse:
    """Keep the losing text of a conflict in the history."""
    lab = library.lab_or_404(slug)
    workspace = Workspace.open(cast(Person, request.user), lab)
    try:
        body, content = _sent(request)
        path = str(body.get("path"))
        names.check(path, lab.editable_files())
        workspace.put_aside(lab, path, content)
    except LearnerError as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"kept": True})


@login_required
@require_safe
def digests(request: HttpRequest, slug: str) -> JsonResponse:
    """What is saved, as path -> content hash: by it an editor notices what another one has saved."""
    lab = library.lab_or_404(slug)
    starter = {path: digest_of(content) for path, content in lab.editable_files().items()}
    return JsonResponse({"digests": {**starter, **Workspace.open(cast(Person, request.user), lab).files}})


def _save(request: HttpRequest, workspace: Workspace, lab: Lab, path: str) -> None:
    body, content = _sent(request)
    base = body.get("base")
    lab.check_editable(path)
    names.check(path, lab.editable_files())
    base = base if isinstance(base, str) else None
    workspace.save_file(lab, path, content, base, settles=body.get("settles") is True)


def _sent(request: HttpRequest) -> tuple[dict[str, Any], bytes]:
    """(the object that the editor sent, the content in it). Raises LearnerError."""
    try:
        body = json_object(request)
        return body, _text(body["content"]).encode()
    except (ValueError, KeyError, TypeError) as error:  # half a character is a ValueError too
        raise LearnerError(
            "The editor sent something that is not a file. Nothing was changed; reload the page and save again."
        ) from error


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
