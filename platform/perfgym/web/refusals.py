"""Requests that nobody types: refused before any view sees them."""

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from perfgym.web import errors


class NoNulls(MiddlewareMixin):
    """A NUL in an address is no part of any name, and the database would not take it."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        asked = request.path, request.META.get("QUERY_STRING", "").replace("%00", "\x00")
        return errors.bad_request(request) if any("\x00" in part for part in asked) else None
