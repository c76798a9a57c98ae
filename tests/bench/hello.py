"""A bare Django view behind the site's own server settings: what the site bench holds its pages against.

python3 tests/bench/hello.py PORT [usual]

Without any middleware, which is the least that Django can cost; with `usual` behind the seven that
`django-admin startproject` writes, which is what a page with people who are signed in cannot do without.
"""

import sys

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from perfgym.console import serve

USUAL = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=USUAL if "usual" in sys.argv[2:] else [],
    SECRET_KEY="not used",
)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", hello)]


def load() -> object:
    return get_asgi_application()


if __name__ == "__main__":
    serve.load = load  # type: ignore[assignment]
    serve.site("127.0.0.1", int(sys.argv[1]), 1)
