"""A learner's files: what they changed of a lab's starter, kept by content hash, and what they were before."""

from perfgym.workspaces.models.blob import Blob, digest_of
from perfgym.workspaces.models.snapshot import Snapshot, digest_of_all
from perfgym.workspaces.models.version import Cause, Version
from perfgym.workspaces.models.workspace import MAX_FILE_BYTES, MAX_FILES, Conflict, TooLarge, Workspace

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "Blob",
    "Cause",
    "Conflict",
    "Snapshot",
    "TooLarge",
    "Version",
    "Workspace",
    "digest_of",
    "digest_of_all",
]
