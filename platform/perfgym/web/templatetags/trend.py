"""What somebody did by month, for themselves: {% months_of user %}."""

from typing import Any

from django import template

from perfgym.accounts.models import Person
from perfgym.charts import months
from perfgym.charts.months import Counts, Months
from perfgym.progress import months as progress_months
from perfgym.progress.months import Month

register = template.Library()


@register.inclusion_tag("web/months.html")
def months_of(person: Person) -> dict[str, Any]:
    """Nothing is shown to who has done nothing; a picture from the second month on."""
    found = progress_months.of(person)
    if len(found) < 2:
        return {"only": found[0] if found else None}
    drawn = _counted(found)
    return {"picture": months.bars(drawn), "table": months.table(drawn)}


def _counted(found: list[Month]) -> Months:
    """Points that were lost to hints count as none in the picture: a bar cannot go below the line."""
    counts = [
        Counts("Comparisons with a verdict", [one.comparisons for one in found]),
        Counts("Points", [max(0, one.points) for one in found]),
    ]
    predicted = [one.predicted for one in found]
    if any(predicted):
        counts.append(Counts("Predictions that held", [one.inside for one in found], predicted))
    return Months("What you did, by month", [one.first for one in found], counts)
