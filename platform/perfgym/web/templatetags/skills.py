"""The skills that a list of entries shows to a reader: {% skills_of listing.rows %}."""

from collections.abc import Iterable
from typing import Any

from django import template

from perfgym.portfolio.listing import Row
from perfgym.progress.skills import shown

register = template.Library()


@register.inclusion_tag("skills/of_entries.html")
def skills_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Nothing is looked at but these entries, so give those that the reader may see."""
    return {"shown": shown.of_entries(row.entry for row in rows)}
