"""Which profiles there are: that of one run, and the earlier ones that it can be held against."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from perfgym.accounts.models import Person
from perfgym.charts.folded import Stacks, read
from perfgym.runs.models import Run
from perfgym.runs.profile import Profile
from perfgym.runs.profileshown import kept
from perfgym.workspaces.models import Snapshot

OFFERED = 30


@dataclass(frozen=True)
class Recorded:
    """A run and what was recorded of it."""

    run: Run
    profile: Profile
    stacks: Stacks


def recorded(person: Person, pk: UUID) -> Recorded:
    """The profile of a run that this person may see. Raises Http404 where there is none."""
    found = recorded_of(get_object_or_404(Run.objects.visible_to(person), pk=pk))
    if found is None:
        raise Http404
    return found


def recorded_of(run: Run) -> Recorded | None:
    """The profile of a run; None where there is none."""
    profile = kept(run)
    if profile is None or profile.problem:
        return None
    return Recorded(run, profile, read(profile.folded))


def others(person: Person, found: Recorded) -> list[Run]:
    """The same person's other profiles of this lab and kind, the latest first."""
    runs = Run.objects.visible_to(person).filter(owner=found.run.owner, lab=found.run.lab)
    same = runs.filter(result__profile__profiling=str(found.profile.profiling), result__profile__problem="")
    return list(same.exclude(pk=found.run.pk).order_by("-created_at")[:OFFERED])


def is_starter(run: Run) -> bool:
    """Whether the app that ran was the one that the lab gives."""
    return run.change == Snapshot(files={}).digest_without(None)
