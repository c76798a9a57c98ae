"""The credential of an entry, on its owner's page and on the one that others see."""

from typing import Any

from django import template
from django.http import HttpRequest

from perfgym.portfolio.models import Entry

register = template.Library()
LOCAL = ("127.", "localhost", "[::1]")


@register.inclusion_tag("portfolio/credential.html", takes_context=True)
def credential_of(context: dict[str, Any], entry: Entry) -> dict[str, object]:
    """What its owner can do about it."""
    request: HttpRequest = context["request"]
    return {
        "entry": entry,
        "made": getattr(entry, "credential", None),
        "accepted": entry.accepted.exists(),
        "here_only": request.get_host().startswith(LOCAL),
    }


@register.inclusion_tag("portfolio/credential_shown.html")
def credential_shown(entry: Entry, key: str = "") -> dict[str, object]:
    """One line for others, where there is one and its owner shows it."""
    made = getattr(entry, "credential", None) if entry.shows.credential else None
    return {"entry": entry, "made": made, "key": key}
