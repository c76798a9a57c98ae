"""Who a session belongs to now, for what outlives a request."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from perfgym.accounts.models import Person


def person_of(key: str | None) -> Person | None:
    """Who is signed in by the session `key`, read afresh; None once it has ended or the account is closed."""
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person = get_user(request)
    return person if isinstance(person, Person) else None
