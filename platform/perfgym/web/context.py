"""What every page knows: who is here, and how well code is isolated."""

from django.conf import settings
from django.http import HttpRequest

from perfgym.runs import presence

MEANING = {
    "S3": "pods run in containers",
    "S2": "pods run in kernel namespaces: fine for your own machine",
    "S1": "pods run as plain processes: run only code you trust",
}


def site(request: HttpRequest) -> dict[str, object]:
    """`worker`: the first worker that is here, or None; asked for only by the pages that show it."""
    return {"worker": _worker, "sign_up_open": settings.SIGN_UP_OPEN}


def _worker() -> dict[str, str] | None:
    workers = presence.workers()
    if not workers:
        return None
    return {**workers[0], "meaning": MEANING.get(workers[0]["level"], "")}
