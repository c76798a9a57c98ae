"""What a workspace has been: its versions and its runs in one list, the latest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from uuid import UUID

from perfgym.runs.models import Run, RunQuerySet
from perfgym.workspaces.models import Workspace

MOST_RUNS = 200


@dataclass(frozen=True)
class Moment:
    """One earlier state of a workspace's files, by the digest of its snapshot; `differ`: paths that are another now."""

    digest: str
    at: datetime
    cause: str
    differ: tuple[str, ...]
    is_starter: bool
    run_id: UUID | None = None
    run: Run | None = None


def moments(workspace: Workspace) -> list[Moment]:
    """Every state that is kept of it; runs by their id only, because their results are large."""
    now = workspace.files
    versions = workspace.versions.select_related("snapshot")
    runs = _runs(workspace).order_by("-created_at").values_list("pk", "snapshot_id", "snapshot__files", "created_at")
    found = chain(
        (_moment(each.snapshot.files, now, each.snapshot_id, each.at, each.get_cause_display()) for each in versions),
        (_moment(files, now, digest, at, "", pk) for pk, digest, files, at in runs[:MOST_RUNS]),
    )
    return sorted(found, key=lambda moment: moment.at, reverse=True)


def with_runs(workspace: Workspace, shown: Iterable[Moment]) -> list[Moment]:
    """The same moments, those of runs with their run."""
    shown = list(shown)
    runs = _runs(workspace).in_bulk([moment.run_id for moment in shown if moment.run_id])
    return [replace(moment, run=runs.get(moment.run_id)) if moment.run_id else moment for moment in shown]


def _runs(workspace: Workspace) -> RunQuerySet:
    return Run.objects.visible_to(workspace.owner).filter(owner=workspace.owner, lab=workspace.lab)


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Paths whose contents differ between two sets of files, given as path -> content hash."""
    return tuple(sorted(path for path in then.keys() | now.keys() if then.get(path) != now.get(path)))


def _moment(
    then: Mapping[str, str], now: Mapping[str, str], digest: str, at: datetime, cause: str, run_id: UUID | None = None
) -> Moment:
    return Moment(digest, at, cause, differing(then, now), not then, run_id)
