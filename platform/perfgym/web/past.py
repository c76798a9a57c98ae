"""What a workspace has been: its versions and its runs in one list, the latest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from perfgym.runs.models import Run
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
    run: Run | None = None


def moments(workspace: Workspace) -> list[Moment]:
    """Every state that is kept of it."""
    versions = workspace.versions.select_related("snapshot")
    runs = (
        Run.objects.visible_to(workspace.owner)
        .filter(owner=workspace.owner, lab=workspace.lab)
        .select_related("snapshot")
        .order_by("-created_at")[:MOST_RUNS]
    )
    now = workspace.files
    found = chain(
        (_moment(each.snapshot.files, now, each.snapshot_id, each.at, each.get_cause_display()) for each in versions),
        (_moment(each.snapshot.files, now, each.snapshot_id, each.created_at, "", each) for each in runs),
    )
    return sorted(found, key=lambda moment: moment.at, reverse=True)


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Paths whose contents differ between two sets of files, given as path -> content hash."""
    return tuple(sorted(path for path in then.keys() | now.keys() if then.get(path) != now.get(path)))


def _moment(
    then: Mapping[str, str], now: Mapping[str, str], digest: str, at: datetime, cause: str, run: Run | None = None
) -> Moment:
    return Moment(digest, at, cause, differing(then, now), not then, run)
