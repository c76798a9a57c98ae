"""The whole source of a lab's app, to read: what calls what, also in files that the lab does not let be changed."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.catalog import library
from perfgym.catalog.lab import Lab

MOST_BYTES = 512 * 1024  # of all files together; what is beyond is named without its text


@dataclass(frozen=True)
class Source:
    """`text` is None where the file is no text, or where there was no room for it."""

    path: str
    text: str | None
    is_editable: bool


@login_required
@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    lab = library.lab_or_404(slug)
    if lab.runs_on is None:
        raise Http404
    found = sources(lab)
    if "application/json" in request.headers.get("Accept", ""):
        fixed = [{"path": each.path, "content": each.text} for each in found if not each.is_editable and each.text]
        return JsonResponse({"files": fixed})
    return render(request, "web/source.html", {"lab": lab, "files": found})


def sources(lab: Lab) -> list[Source]:
    """The files that the app runs from, as the lab gave them, by path."""
    left, found = MOST_BYTES, []
    for path, content in sorted(lab.starter().items()):
        left -= len(content)
        found.append(Source(path, _text(content) if left >= 0 else None, lab.is_editable(path)))
    return found


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
