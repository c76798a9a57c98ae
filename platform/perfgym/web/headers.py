"""Headers of every answer: content security policy, caching, permissions."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{inline}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'{frames}"
)
View = TypeVar("View", bound=Callable[..., Any])


def allow_inline_styles(view: View) -> View:
    """For the one page whose editor makes style elements of its own."""
    cast(Any, view).inline_styles = True
    return view


def allow_frames(view: View) -> View:
    """For the pages that show a sandboxed frame whose links ask this site. None of our pages lets itself be framed."""
    cast(Any, view).frames = True
    return view


@sync_and_async_middleware
def HeadersMiddleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Add the headers; an answer that has set one itself keeps it."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return _add(request, await get_response(request))

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        return _add(request, get_response(request))

    return synchronous


def _add(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    match = request.resolver_match
    inline = " 'unsafe-inline'" if match and getattr(match.func, "inline_styles", False) else ""
    frames = "; frame-src 'self'" if match and getattr(match.func, "frames", False) else ""
    response.headers.setdefault("Content-Security-Policy", POLICY.format(inline=inline, frames=frames))
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
