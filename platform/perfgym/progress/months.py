"""What a person did month by month. Points and counts add up; gains of different labs do not, so none is here."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Sum
from django.db.models.functions import TruncMonth

from perfgym.accounts.models import Person
from perfgym.charts import months
from perfgym.progress.models import Answer, Hint, Prediction
from perfgym.progress.points import Points, worth_of_gain
from perfgym.runs.models import Run, ScoreEvent


@dataclass
class Month:
    """From its first day on. `points` is how much the sum of points over all labs grew, so it can be negative: a hint.

    `inside` of `predicted` ranges that were given in it held what a later run showed.
    """

    first: date
    comparisons: int = 0
    points: int = 0
    predicted: int = 0
    inside: int = 0


@dataclass
class _Lab:
    """What counts of a lab so far."""

    steps: dict[str, int] = field(default_factory=dict)
    gain: int = 0
    hints: int = 0

    def total(self, slug: str) -> int:
        return Points(sum(self.steps.values()), self.gain, worth_of_gain(slug, self.gain), self.hints).total


def of(person: Person) -> list[Month]:
    """Every month from the first to the last in which something happened; five queries."""
    compared = _compared(person)
    told = _predicted(person)
    grown = dict(_grown(person))
    active = {*compared, *told, *grown}
    if not active:
        return []
    return [
        Month(first, compared.get(first, 0), grown.get(first, 0), *told.get(first, (0, 0)))
        for first in months.span(min(active), max(active))
    ]


def _compared(person: Person) -> dict[date, int]:
    mine = Run.objects.own(person).judged().filter(finished_at__isnull=False).order_by()
    counted = mine.annotate(month=TruncMonth("finished_at")).values("month").annotate(count=Count("pk"))
    return {_day(one["month"]): one["count"] for one in counted}


def _predicted(person: Person) -> dict[date, tuple[int, int]]:
    """(how many, how many of them held) by the month in which they were made."""
    found: dict[date, tuple[int, int]] = {}
    for one in Prediction.objects.of(person).counting().select_related("answer"):
        first = one.answer.at.date().replace(day=1)
        of_, inside = found.get(first, (0, 0))
        found[first] = (of_ + 1, inside + one.is_inside)
    return found


def _grown(person: Person) -> Iterator[tuple[date, int]]:
    """How much the points of all labs grew in each month in which any changed."""
    labs: dict[str, _Lab] = defaultdict(_Lab)
    before = 0
    for first, changes in sorted(_changes(person).items()):
        for change in changes:
            _apply(labs[change["lab"]], change)
        now = sum(lab.total(slug) for slug, lab in labs.items())
        yield first, now - before
        before = now


def _apply(lab: _Lab, change: Mapping[str, Any]) -> None:
    match change:
        case {"step": step, "best": best}:
            lab.steps[step] = max(lab.steps.get(step, 0), best)
        case {"gain": gain}:
            lab.gain = max(lab.gain, gain)
        case {"spent": cost}:
            lab.hints += cost


def _changes(person: Person) -> dict[date, list[dict[str, Any]]]:
    """What earned or cost points, by month: the best of each step, the best comparison, the hints of each lab."""
    month = TruncMonth("at")
    answers = Answer.objects.filter(round__owner=person, passed=True).values("step", month=month, lab=F("round__lab"))
    scores = ScoreEvent.objects.filter(owner=person).values("lab", month=month)
    hints = Hint.objects.filter(owner=person).order_by().values("lab", month=month)
    found = [
        *answers.annotate(best=Max("points")),
        *scores.annotate(gain=Max("points")),
        *hints.annotate(spent=Sum("cost")),
    ]
    by_month: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        by_month[_day(one["month"])].append(dict(one))
    return by_month


def _day(month: datetime) -> date:
    return month.date()
