"""How a change is measured, in full: docs/method.md as a page, for whoever wants to check a verdict."""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgym.catalog import guide


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    text = _text()
    if text is None:
        raise Http404
    return render(request, "web/method.html", {"text": text})


@cache
def _text() -> str | None:
    """None where PerfGym was installed without its documents."""
    file = settings.ROOT / "docs" / "method.md"
    return guide.render_document(file.read_text()) if file.exists() else None
