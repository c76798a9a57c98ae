"""The history of a workspace: what it held before, kept so that nothing typed is lost."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from perfgym.accounts.models import Person
from perfgym.workspaces import thinning
from perfgym.workspaces.models.snapshot import Snapshot

if TYPE_CHECKING:
    from perfgym.workspaces.models.workspace import Workspace

PAUSE = timedelta(minutes=2)  # what stood for so long, or differs from the one before by so much, is kept


class Cause(models.TextChoices):
    TYPED = "typed", "while you worked"
    REPLACED = "replaced", "before files were put back"
    UPLOAD = "upload", "before an upload"
    ELSEWHERE = "elsewhere", "typed in another tab or on another machine"


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, person: Person) -> Self:
        return self if person.is_staff else self.filter(workspace__owner=person)


class Version(models.Model):
    """One earlier state of a workspace. Those of runs are not here: a run keeps its own snapshot."""

    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.CASCADE, related_name="versions")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(cause__in=Cause.values), name="version_cause_known")]

    def __str__(self) -> str:
        return f"{self.snapshot} of {self.workspace}"

    @classmethod
    def before_typing(cls, workspace: "Workspace") -> None:
        """Keep the state that typing is about to change, unless it is one of many within a few minutes."""
        now, last = timezone.now(), workspace.versions.first()
        stood = now - workspace.saved_at
        if last is None or workspace.saved_at - last.at >= PAUSE or stood >= PAUSE:
            cls.keep(workspace, workspace.freeze(), Cause.TYPED, workspace.saved_at, now)

    @classmethod
    def before(cls, workspace: "Workspace", cause: Cause) -> None:
        """Keep the state that is about to be replaced as a whole."""
        now = timezone.now()
        cls.keep(workspace, workspace.freeze(), cause, now, now)

    @classmethod
    def keep(cls, workspace: "Workspace", snapshot: Snapshot, cause: Cause, at: datetime, now: datetime) -> None:
        """Keep a state, unless it is the one that was kept last; and let old ones go."""
        last = workspace.versions.first()
        if last is None or last.snapshot_id != snapshot.pk:
            cls.objects.create(workspace=workspace, snapshot=snapshot, cause=cause, at=at)
            known = [
                (pk, at, kind == Cause.TYPED) for pk, at, kind in workspace.versions.values_list("pk", "at", "cause")
            ]
            workspace.versions.filter(pk__in=thinning.surplus(known, now)).delete()
