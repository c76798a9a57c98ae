"""What a person has done of each lab."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from perfgym.accounts.models import Person
from perfgym.runs.models import best_points
from perfgym.workspaces.models import Workspace


@dataclass(frozen=True)
class Progress:
    """A lab that was started; `points` is the best of its comparisons, None before the first."""

    points: int | None


def of(person: Person | AnonymousUser) -> dict[str, Progress]:
    """Progress by the lab's name, of every lab that was started; empty for who is not signed in."""
    if not person.is_authenticated:
        return {}
    points = best_points(person)
    started = Workspace.objects.visible_to(person).filter(owner=person).values_list("lab", flat=True)
    return {lab: Progress(points.get(lab)) for lab in started}
