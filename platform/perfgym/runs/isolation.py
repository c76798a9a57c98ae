"""Whose code a worker may run: a weak sandbox runs one person's own, and never that of a second.

Containers (S3) keep strangers apart from the machine and from each other. Namespaces (S2) and plain processes (S1)
share a kernel, a user or more with it, so they are for a person's own code on that person's own machine.
"""

import ipaddress

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from perfgym.accounts.local import LOCAL
from perfgym.accounts.models import Person
from perfgym.sandbox.protocol import Driver, Level

FAKE = "fake"  # runs no code of anybody's
MEANS = (
    "A sandbox of level {level} ({driver}) is only for the code of one person on their own machine, so no run starts "
    "here: {why}. Install docker and start this worker again (perfgym doctor says what it needs){or_else}."
)


def refusal(driver: Driver) -> str:
    """Why this driver must not run what this site has, or could get; empty where it may. A whole sentence or two."""
    if driver.level is Level.S3 or driver.name == FAKE:
        return ""
    why, or_else = second_person()
    return MEANS.format(level=driver.level, driver=driver.name, why=why, or_else=or_else) if why else ""


def second_person() -> tuple[str, str]:
    """(how a second person's code is or could come in here, what else than docker helps); empty where it cannot."""
    people = _people()
    if people > 1:
        return f"{people} people have accounts on this site", ", or close the other accounts"
    if settings.SIGN_UP_OPEN:
        return "anyone who reaches this site can make an account", ", or set PERFGYM_SIGNUP=closed"
    if far := [host for host in settings.ALLOWED_HOSTS if not _loopback(host)]:
        return f"this site answers to other machines ({', '.join(far)})", ", or take these names out of PERFGYM_HOSTS"
    return "", ""


def _people() -> int:
    """Active accounts; the two that `up` made, which have no password, are one person."""
    local = Q(username__in=LOCAL, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    active = Person.objects.filter(is_active=True)
    return active.exclude(local).count() + active.filter(local).exists()


def _loopback(host: str) -> bool:
    """Whether a name of PERFGYM_HOSTS stands for this machine alone."""
    name = host.strip().strip("[]").lower()
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost") or not name
