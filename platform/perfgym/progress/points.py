"""A person's points in a lab: what its steps earned, what the best comparison earned, less what hints cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, Sum

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.checks.kind import Result
from perfgym.progress import predictions
from perfgym.progress.models import Answer, Hint
from perfgym.progress.worth import of_steps
from perfgym.runs.models import ScoreEvent

__all__ = ["Points", "of", "of_all", "of_steps"]
WHOLE = 100


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
    """(person's key, lab) -> points, for whoever has answered, measured or opened a hint; four queries in all."""
    people = list(people)
    predictions.settle(people, lab)
    answers = Answer.objects.filter(round__owner__in=people, passed=True)
    scores, hints = ScoreEvent.objects.filter(owner__in=people), Hint.objects.filter(owner__in=people)
    if lab is not None:
        answers, scores, hints = answers.filter(round__lab=lab), scores.filter(lab=lab), hints.filter(lab=lab)
    found: dict[tuple[int, str], Points] = defaultdict(Points)
    steps = answers.values("round__owner", "round__lab", "step").annotate(best=Max("points"))
    for owner, slug, best in steps.values_list("round__owner", "round__lab", "best"):
        found[owner, slug].steps += best
    gains = scores.values("owner", "lab").annotate(best=Max("points"))
    for owner, slug, best in gains.values_list("owner", "lab", "best"):
        found[owner, slug].gain = best
        found[owner, slug].improvement = _worth(slug, best)
    costs = hints.values("owner", "lab").annotate(cost=Sum("cost"))
    for owner, slug, cost in costs.values_list("owner", "lab", "cost"):
        found[owner, slug].hints = cost
    return dict(found)


def earned(lab: Lab, step: Step, result: Result) -> int:
    """What an answer with this result earns."""
    return round(result.share * of_steps(lab).get(step.name, 0)) if result.passed else 0


def _worth(slug: str, gain: int) -> int:
    """Points of the lab for a comparison that earned `gain` of 100; half a point counts."""
    lab = library.default().labs.get(slug)
    share = lab.points.improvement if lab else WHOLE
    return (gain * share + WHOLE // 2) // WHOLE
