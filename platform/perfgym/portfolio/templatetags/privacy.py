"""What an owner decides about who sees what, as parts of a page: {% load privacy %} {% sharing_of user %}."""

from typing import Any

from django import template

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.privacy_forms import SharingForm, ShowsForm

register = template.Library()


@register.inclusion_tag("portfolio/page_sharing.html", takes_context=True)
def sharing_of(context: dict[str, Any], owner: Person) -> dict[str, object]:
    """The form about the portfolio page as a whole; only for its owner."""
    sharing = Sharing.of(owner)
    return {"sharing": sharing, "form": SharingForm(instance=sharing), "origin": _origin(context)}


@register.inclusion_tag("portfolio/entry_sharing.html", takes_context=True)
def sharing_of_entry(context: dict[str, Any], entry: Entry) -> dict[str, object]:
    """What others see of an entry, a new link, and its end; only for its owner."""
    return {"entry": entry, "form": ShowsForm(instance=entry), "origin": _origin(context)}


def _origin(context: dict[str, Any]) -> str:
    return f"{context['request'].scheme}://{context['request'].get_host()}"
