"""Two documents of ours as pages, for whoever wants to check a verdict: how it is measured, how evidence is checked."""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.catalog import guide


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _document(request, "method.md", "How a change is measured")


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    return _document(request, "evidence.md", "How evidence is checked")


def _document(request: HttpRequest, name: str, title: str) -> HttpResponse:
    text = _text(name)
    if text is None:
        raise Http404
    return render(request, "web/method.html", {"text": text, "title": title})


@cache
def _text(name: str) -> str | None:
    """None where PerfGym was installed without its documents."""
    file = settings.ROOT / "docs" / name
    return guide.render_document(file.read_text()) if file.exists() else None
