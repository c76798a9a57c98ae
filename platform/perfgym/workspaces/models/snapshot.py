"""What a workspace holds at one time: frozen, by content hash."""

import json
from collections.abc import Mapping
from typing import Self

from django.apps import apps
from django.db import models

from perfgym.accounts.models import Person
from perfgym.workspaces.models.blob import Blob, digest_of


def digest_of_all(files: Mapping[str, str]) -> str:
    """One digest of a set of files, given as path -> content hash."""
    return digest_of(json.dumps(files, sort_keys=True, separators=(",", ":")).encode())


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, person: Person) -> Self:
        """Those of one's own history, and those that a run one may see was made of.

        Equal ones are one row, so more than one person may see it.
        """
        if person.is_staff:
            return self
        runs = apps.get_model("runs", "Run").objects.visible_to(person)  # by its name: runs stand above workspaces
        own = apps.get_model("workspaces", "Version").objects.visible_to(person)
        return self.filter(models.Q(pk__in=runs.values("snapshot")) | models.Q(pk__in=own.values("snapshot")))


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
