"""A bare Django view behind the site's own server settings: what the site bench holds its pages against.

python3 tests/bench/hello.py PORT
"""

import sys

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from perfgym.console import serve

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], SECRET_KEY="not used")


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", hello)]


def load() -> object:
    return get_asgi_application()


if __name__ == "__main__":
    serve.load = load  # type: ignore[assignment]
    serve.site("127.0.0.1", int(sys.argv[1]), 1)
