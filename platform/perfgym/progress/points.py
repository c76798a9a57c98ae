"""A person's points in a lab: what its steps earned, what the best comparison earned, less what hints cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.checks.kind import Result
from perfgym.progress import predictions
from perfgym.progress.worth import of_steps

__all__ = ["Points", "of", "of_all", "of_steps"]
WHOLE = 100
# In SQL, as every page of a lab asks it: making these three sums one by one costs Django ten times what they take.
EARNED = """
    SELECT owner_id, lab, sum(step)::int, max(gain)::int, sum(hints)::int FROM (
        SELECT owner_id, lab, max(points) AS step, 0 AS gain, 0 AS hints
        FROM progress_answer JOIN progress_round ON progress_round.id = round_id
        WHERE passed GROUP BY owner_id, lab, step
        UNION ALL SELECT owner_id, lab, 0, max(points), 0 FROM runs_scoreevent GROUP BY owner_id, lab
        UNION ALL SELECT owner_id, lab, 0, 0, sum(cost) FROM progress_hint GROUP BY owner_id, lab
    ) AS parts
    WHERE owner_id = ANY(%(people)s) AND (%(lab)s::text IS NULL OR lab = %(lab)s)
    GROUP BY owner_id, lab
"""


@dataclass
class Points:
    """Out of 100. `steps` is the best of each step over all rounds; `gain` the best comparison's, 0 to 100."""

    steps: int = 0
    gain: int = 0
    improvement: int = 0  # what that gain is worth in this lab
    hints: int = 0

    @property
    def total(self) -> int:
        return max(0, min(WHOLE, self.steps + self.improvement - self.hints))


def of(person: Person, lab: Lab) -> Points:
    return of_all([person], lab.slug).get((person.pk, lab.slug), Points())


def of_all(people: Iterable[Person], lab: str | None = None) -> Mapping[tuple[int, str], Points]:
    """(person's key, lab) -> points, for whoever has answered, measured or opened a hint; two queries in all."""
    people = list(people)
    predictions.settle(people, lab)
    with connection.cursor() as cursor:
        cursor.execute(EARNED, {"people": [person.pk for person in people], "lab": lab})
        return {
            (owner, slug): Points(steps, gain, worth_of_gain(slug, gain), hints)
            for owner, slug, steps, gain, hints in cursor
        }


def earned(lab: Lab, step: Step, result: Result) -> int:
    """What an answer with this result earns."""
    return round(result.share * of_steps(lab).get(step.name, 0)) if result.passed else 0


def worth_of_gain(slug: str, gain: int) -> int:
    """Points of the lab for a comparison that earned `gain` of 100; half a point counts."""
    lab = library.default().labs.get(slug)
    share = lab.points.improvement if lab else WHOLE
    return (gain * share + WHOLE // 2) // WHOLE
