"""One learner's work on one lab: the files that differ from the starter, and every way in which they change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.workspaces.models.blob import Blob, digest_of
from perfgym.workspaces.models.snapshot import Snapshot
from perfgym.workspaces.models.version import Cause, Version

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

MAX_FILE_BYTES = 256 * 1024
MAX_FILES = 60


class TooLarge(LearnerError):
    """A file is larger than a workspace takes."""

    def __init__(self, path: str, size: int) -> None:
        super().__init__(
            f"{path} has {size:,} bytes; {MAX_FILE_BYTES:,} is the most. Nothing was changed: make it smaller."
        )


class Conflict(LearnerError):
    """Someone (often oneself, in another tab) saved this file since the editor read it."""

    def __init__(self, path: str, content: bytes) -> None:
        super().__init__(
            f"{path} was saved elsewhere since you opened it. Both versions are kept: save the one you want."
        )
        self.content = content


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def visible_to(self, person: Person) -> Self:
        return self if person.is_staff else self.filter(owner=person)


class Workspace(models.Model):
    """One learner's work on one lab."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="workspaces")
    lab = models.SlugField(max_length=80)
    files = models.JSONField(default=dict)  # path -> content hash, changed files only
    opened_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects = WorkspaceQuerySet.as_manager()
    if TYPE_CHECKING:
        versions: "RelatedManager[Version]"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "lab"], name="one_workspace_a_lab")]

    def __str__(self) -> str:
        return f"{self.owner} on {self.lab}"

    @classmethod
    def open(cls, person: Person, lab: Lab) -> "Workspace":
        workspace, _ = cls.objects.get_or_create(owner=person, lab=lab.slug)
        return workspace

    def contents(self, lab: Lab) -> dict[str, bytes]:
        """Every file the learner may edit, as it is now: the starter's, overlaid with what was changed."""
        changed = Snapshot(files=self.files).contents()
        return {**lab.editable_files(), **changed}

    def save_file(self, lab: Lab, path: str, content: bytes, base: str | None, *, settles: bool = False) -> str:
        """Store a file; its hash. Raises NotEditable, TooLarge, or Conflict if `base` is not the current hash.

        What a conflict refuses is in the history all the same, and so is what a save that `settles` one replaces.
        """
        _check(lab, path, content)
        try:
            with transaction.atomic():
                current = self._locked().contents(lab)
                if base is not None and path in current and digest_of(current[path]) not in (base, digest_of(content)):
                    raise Conflict(path, current[path])
                if settles:
                    Version.before(self, Cause.ELSEWHERE)
                else:
                    Version.before_typing(self)
                self._keep(lab, path, content)
                self._write()
        except Conflict:
            self.put_aside(lab, path, content)
            raise
        return digest_of(content)

    def put_aside(self, lab: Lab, path: str, content: bytes) -> None:
        """Keep a file's other version in the history; the files stay as they are. Raises NotEditable, TooLarge."""
        _check(lab, path, content)
        with transaction.atomic():
            snapshot = Snapshot.of({**self._locked().files, path: Blob.of(content).digest})
            now = timezone.now()
            Version.keep(self, snapshot, Cause.ELSEWHERE, now, now)

    def replace_files(self, lab: Lab, files: Mapping[str, bytes]) -> None:
        """Store all these files or none; what was there before is in the history.

        Raises NotEditable, TooLarge, LearnerError.
        """
        for path, content in files.items():
            _check(lab, path, content)
        with transaction.atomic():
            Version.before(self._locked(), Cause.UPLOAD)
            for path, content in files.items():
                self._keep(lab, path, content)
            self._write()

    def restore_file(self, lab: Lab, path: str) -> None:
        """Forget the learner's version of a file: the starter's shows again. Raises NotEditable."""
        self.bring_back(lab, Snapshot(files={}), path)

    def bring_back(self, lab: Lab, snapshot: Snapshot, path: str | None = None) -> None:
        """Put one file, or all, back to an earlier state; the state of now is in the history. Raises NotEditable."""
        if path is not None:
            lab.check_editable(path)
        with transaction.atomic():
            Version.before(self._locked(), Cause.REPLACED)
            left = {} if path is None else {each: digest for each, digest in self.files.items() if each != path}
            asked = snapshot.files if path is None else {path: snapshot.files[path]} if path in snapshot.files else {}
            back = {each: digest for each, digest in asked.items() if lab.is_editable(each)}
            self.files = {**left, **back}
            self._write()

    def kept(self) -> "models.QuerySet[Snapshot]":
        """Every earlier state of it: its history's, and those that its runs were made of."""
        runs = apps.get_model("runs", "Run").objects.filter(owner=self.owner, lab=self.lab)  # runs stand above this
        return Snapshot.objects.filter(
            models.Q(pk__in=self.versions.values("snapshot")) | models.Q(pk__in=runs.values("snapshot"))
        )

    def freeze(self) -> Snapshot:
        return Snapshot.of(self.files)

    def _locked(self) -> Self:
        now = Workspace.objects.select_for_update().get(pk=self.pk)
        self.files, self.saved_at = now.files, now.saved_at
        return self

    def _write(self) -> None:
        self.save(update_fields=["files", "saved_at"])

    def _keep(self, lab: Lab, path: str, content: bytes) -> None:
        if lab.editable_files().get(path) == content:
            self.files.pop(path, None)
            return
        if path not in self.files and len(self.files) >= MAX_FILES:
            raise LearnerError(f"A workspace holds at most {MAX_FILES} changed files. Restore one, then save again.")
        self.files[path] = Blob.of(content).digest


def _check(lab: Lab, path: str, content: bytes) -> None:
    """Raises NotEditable, TooLarge."""
    lab.check_editable(path)
    if len(content) > MAX_FILE_BYTES:
        raise TooLarge(path, len(content))
