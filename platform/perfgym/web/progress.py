"""What a person has done of each lab."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from perfgym.accounts.models import Person
from perfgym.progress import points
from perfgym.progress.points import Points
from perfgym.workspaces.models import Workspace


@dataclass(frozen=True)
class Progress:
    """A lab that was started; `points` is None until a step was passed, a hint opened or a comparison judged."""

    points: Points | None


def of(person: Person | AnonymousUser) -> dict[str, Progress]:
    """Progress by the lab's name, of every lab that was started; empty for who is not signed in."""
    if not person.is_authenticated:
        return {}
    found = {lab: one for (_, lab), one in points.of_all([person]).items()}
    started = Workspace.objects.visible_to(person).filter(owner=person).values_list("lab", flat=True)
    return {lab: Progress(found.get(lab)) for lab in started}
