"""Who asks."""

from typing import cast

from django.http import HttpRequest

from perfgym.accounts.models import Person


def person(request: HttpRequest) -> Person:
    """The signed-in person; only for views that ask for one."""
    return cast(Person, request.user)
