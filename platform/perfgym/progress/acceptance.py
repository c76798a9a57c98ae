"""When somebody is done with a lab, so that what good looks like can be shown to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.portfolio.models import Entry
from perfgym.progress import points, worth
from perfgym.progress.models import Answer
from perfgym.progress.points import Points


@dataclass(frozen=True)
class Acceptance:
    """`left`: steps worth points that were never passed; `gain`: of the best comparison, None where none is scored.

    Skipped is not passed: nobody reads the answer to what they may still be asked.
    """

    left: Sequence[Step]
    gain: int | None
    reviewed: bool  # an instructor has accepted an entry about the lab

    @property
    def is_reached(self) -> bool:
        return self.reviewed or not (self.left or self.needs_gain)

    @property
    def needs_gain(self) -> bool:
        """Whether a comparison with full marks is missing."""
        return self.gain is not None and self.gain < points.WHOLE


def of(person: Person, lab: Lab, known: Points | None = None) -> Acceptance:
    """`known` are this person's points in the lab, where they have been computed already."""
    answers = Answer.objects.filter(round__owner=person, round__lab=lab.slug, passed=True)
    passed, earns = set(answers.values_list("step", flat=True)), worth.of_steps(lab)
    return Acceptance(
        left=[step for step in lab.steps if earns.get(step.name) and step.name not in passed],
        gain=(known or points.of(person, lab)).gain if lab.points.improvement else None,
        reviewed=Entry.objects.filter(owner=person, run__lab=lab.slug, submissions__state="accepted").exists(),
    )


def may_see(person: Person, lab: Lab) -> bool:
    """Whether what good looks like is open to somebody. It always is to who teaches."""
    return person.is_staff or person.is_instructor or of(person, lab).is_reached
