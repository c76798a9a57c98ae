"""From what a form brought to the files of a workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from perfgym.catalog import paths
from perfgym.catalog.lab import Lab
from perfgym.workspaces.models import Workspace
from perfgym.workspaces.uploads import archive, names, size
from perfgym.workspaces.uploads.refused import UploadRefused

OTHER_ARCHIVES = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
NAMED = 5  # files named in a sentence

File = tuple[str, bytes]  # name, content


@dataclass(frozen=True)
class Taken:
    """What an upload changed, and which of its files this lab does not let anybody change."""

    replaced: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def sentence(self) -> str:
        told = f"Taken from the upload: {_listed(self.replaced)}."
        if self.left_out:
            told += f" Left out, because this lab does not let it be changed: {_listed(self.left_out)}."
        return told


def take(workspace: Workspace, lab: Lab, files: Sequence[File]) -> Taken:
    """Replace the workspace's files by those of one zip, or by single files. All or nothing.

    Raises UploadRefused, TooLarge, LearnerError.
    """
    found = _found(lab, files, tuple(workspace.contents(lab)))
    editable = {path: content for path, content in found.items() if paths.matches(path, lab.allowed())}
    if not editable:
        raise UploadRefused(f"holds no file of this lab; it takes {', '.join(lab.allowed())}")
    for path, content in editable.items():
        _check_text(path, content)
    workspace.replace_files(lab, editable)
    return Taken(tuple(sorted(editable)), tuple(sorted(found.keys() - editable.keys())))


def _found(lab: Lab, files: Sequence[File], known: Sequence[str]) -> Mapping[str, bytes]:
    if not files:
        raise UploadRefused("has no file; choose a zip, or the files themselves")
    starter = frozenset((*lab.starter(), *lab.editable_files()))
    name, content = files[0]
    if name.lower().endswith(OTHER_ARCHIVES):
        raise UploadRefused("is an archive of a kind that is not taken; make it a zip", name)
    if len(files) == 1 and name.lower().endswith(".zip"):
        return archive.unpack(content, starter, lab.slug)
    return _listed_files(files, starter, known)


def _listed_files(files: Sequence[File], starter: frozenset[str], known: Sequence[str]) -> dict[str, bytes]:
    """Files of a form come without their folder: a name stands for the one file of the workspace that has it."""
    if len(files) > size.MAX_ENTRIES:
        raise UploadRefused(f"has {len(files):,} files; {size.MAX_ENTRIES} is the most")
    size.check(sum(len(content) for _, content in files))
    placed = [_place(name, known) for name, _ in files]
    names.check_apart(placed)
    for path in placed:
        names.check(path, starter)
    return {path: content for path, (_, content) in zip(placed, files, strict=True)}


def _place(name: str, known: Sequence[str]) -> str:
    same = [path for path in known if PurePosixPath(path).name == name]
    if len(same) > 1 and name not in same:
        raise UploadRefused(f"could be any of {', '.join(sorted(same))}; upload a zip that has its folder", name)
    return same[0] if len(same) == 1 else name


def _check_text(path: str, content: bytes) -> None:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise UploadRefused(f"is not text in UTF-8 (at byte {error.start:,})", path) from error
    if "\0" in text:
        raise UploadRefused(f"is not text: it has a NUL byte (at byte {content.index(0):,})", path)


def _listed(found: Sequence[str]) -> str:
    rest = len(found) - NAMED
    return ", ".join(found[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
