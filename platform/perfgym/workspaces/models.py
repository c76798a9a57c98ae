"""A learner's files: what they changed of a lab's starter, kept by content hash, and frozen when a run starts."""

import hashlib
import json
from collections.abc import Mapping
from typing import Self

from django.apps import apps
from django.db import models, transaction

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError

MAX_FILE_BYTES = 256 * 1024
MAX_FILES = 60


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of_all(files: Mapping[str, str]) -> str:
    """One digest of a set of files, given as path -> content hash."""
    return digest_of(json.dumps(files, sort_keys=True, separators=(",", ":")).encode())


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


class Blob(models.Model):
    """One content, stored once."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def of(cls, content: bytes) -> Self:
        blob, _ = cls.objects.get_or_create(digest=digest_of(content), defaults={"content": content})
        return blob


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, person: Person) -> Self:
        """Those that a run one may see was made of. Equal ones are one row, so more than one person may see it."""
        if person.is_staff:
            return self
        runs = apps.get_model("runs", "Run").objects.visible_to(person)  # by its name: runs stand above workspaces
        return self.filter(pk__in=runs.values("snapshot"))


class Snapshot(models.Model):
    """An immutable set of changed files: path -> content hash. Equal sets are one row."""

    digest = models.CharField(max_length=64, primary_key=True)
    files = models.JSONField(default=dict)

    objects = SnapshotQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def of(cls, files: dict[str, str]) -> "Snapshot":
        snapshot, _ = cls.objects.get_or_create(digest=digest_of_all(files), defaults={"files": files})
        return snapshot

    def digest_without(self, path: str | None) -> str:
        """The digest of the other files: the same where nothing but `path` was changed."""
        return digest_of_all({each: digest for each, digest in self.files.items() if each != path})

    def contents(self) -> dict[str, bytes]:
        blobs = Blob.objects.in_bulk(set(self.files.values()))
        return {path: bytes(blobs[digest].content) for path, digest in self.files.items()}


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def visible_to(self, person: Person) -> Self:
        return self if person.is_staff else self.filter(owner=person)


class Workspace(models.Model):
    """One learner's work on one lab."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="workspaces")
    lab = models.SlugField(max_length=80)
    files = models.JSONField(default=dict)  # path -> content hash, changed files only
    replaced = models.ForeignKey(  # what an upload took the place of
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects = WorkspaceQuerySet.as_manager()

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

    def save_file(self, lab: Lab, path: str, content: bytes, base: str | None) -> str:
        """Store a file; its hash. Raises NotEditable, TooLarge, or Conflict if `base` is not the current hash."""
        lab.check_editable(path)
        if len(content) > MAX_FILE_BYTES:
            raise TooLarge(path, len(content))
        with transaction.atomic():
            current = self._locked().contents(lab)
            if base is not None and path in current and digest_of(current[path]) not in (base, digest_of(content)):
                raise Conflict(path, current[path])
            self._keep(lab, path, content)
            self.save(update_fields=["files", "saved_at"])
        return digest_of(content)

    def replace_files(self, lab: Lab, files: Mapping[str, bytes]) -> None:
        """Store all these files or none; what was there before can be had back.

        Raises NotEditable, TooLarge, LearnerError.
        """
        for path, content in files.items():
            lab.check_editable(path)
            if len(content) > MAX_FILE_BYTES:
                raise TooLarge(path, len(content))
        with transaction.atomic():
            self.replaced = self._locked().freeze()
            for path, content in files.items():
                self._keep(lab, path, content)
            self.save(update_fields=["files", "replaced", "saved_at"])

    def take_back(self) -> None:
        """Put the files back to how they were before the last upload; once more brings the upload back."""
        with transaction.atomic():
            now = self._locked().freeze()
            if self.replaced:
                self.files, self.replaced = self.replaced.files, now
                self.save(update_fields=["files", "replaced", "saved_at"])

    def restore_file(self, lab: Lab, path: str) -> None:
        """Forget the learner's version of a file: the starter's shows again."""
        lab.check_editable(path)
        with transaction.atomic():
            self._locked()
            self.files.pop(path, None)
            self.save(update_fields=["files", "saved_at"])

    def freeze(self) -> Snapshot:
        return Snapshot.of(self.files)

    def _locked(self) -> Self:
        now = Workspace.objects.select_for_update().get(pk=self.pk)
        self.files, self.replaced_id = now.files, now.replaced_id
        return self

    def _keep(self, lab: Lab, path: str, content: bytes) -> None:
        if lab.editable_files().get(path) == content:
            self.files.pop(path, None)
            return
        if path not in self.files and len(self.files) >= MAX_FILES:
            raise LearnerError(f"A workspace holds at most {MAX_FILES} changed files. Restore one, then save again.")
        self.files[path] = Blob.of(content).digest
