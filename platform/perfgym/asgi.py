"""The site as an ASGI application; granian serves it."""

import os

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from perfgym.web.bodies import capped


class SiteHandler(ASGIHandler):
    """Django's own, but the chain of middleware runs as plain functions in the request's thread.

    As coroutines each middleware would change threads twice a request; that costs more than what they do.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
django.setup(set_prefix=False)
application = capped(SiteHandler())
