"""Reading a folder of a lab or an app: regular files only, never through a link, with caps."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from perfgym.catalog import paths
from perfgym.catalog.loading.problems import ManifestError

MAX_FILES = 1_000
MAX_FILE_BYTES = 5 * 2**20
MAX_TREE_BYTES = 50 * 2**20


def tree(root: Path, shown: str) -> dict[str, bytes]:
    """Every file below `root` by its path there, sorted. Hidden names and Python's caches are left out.

    Raises ManifestError for a link, for anything that is neither file nor folder, and above the caps.
    """
    if root.is_symlink():
        raise ManifestError.at(shown, 1, "this folder is a link; put the folder itself here")
    files: dict[str, bytes] = {}
    total = 0
    for entry in _walk(root, root, shown):
        path = Path(entry.path).relative_to(root).as_posix()
        if not paths.is_safe(path):
            raise ManifestError.at(shown, 1, f"the name {path!a} has other characters than letters, digits and _ . -")
        files[path] = read(entry.path, f"{shown}/{path}")
        total += len(files[path])
        if len(files) > MAX_FILES or total > MAX_TREE_BYTES:
            limit = f"{MAX_FILES:,} files and {MAX_TREE_BYTES // 2**20} MiB"
            raise ManifestError.at(shown, 1, f"the folder is too large; allowed are {limit}")
    return dict(sorted(files.items()))


def read(path: str | Path, shown: str) -> bytes:
    """The content of one regular file; a link is refused even if it appeared just now."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise ManifestError.at(shown, 1, f"the file cannot be read: {error.strerror}") from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ManifestError.at(shown, 1, "this is not a regular file; a lab holds files and folders only")
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ManifestError.at(
            shown, 1, f"the file is larger than {MAX_FILE_BYTES // 2**20} MiB, the most a file may have"
        )
    return content


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over sorted paths and contents, each preceded by its length so that no two sets look alike."""
    total = hashlib.sha256()
    for path, content in sorted(files.items()):
        for part in (path.encode(), content):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def stamp(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Path, time and size of everything below `root`: cheap to take, and different when a file changed."""
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not _ignored(name)]
        for name in [*names, *(name for name in files if not _ignored(name))]:
            path = os.path.join(folder, name)
            with suppress(FileNotFoundError):  # an editor's passing file
                info = os.lstat(path)
                found.append((path, info.st_mtime_ns, info.st_size))
    return tuple(sorted(found))


def _walk(folder: Path, root: Path, shown: str) -> Iterator[os.DirEntry[str]]:
    for entry in _entries(folder, root, shown):
        if entry.is_symlink():
            place = _place(entry.path, root, shown)
            raise ManifestError.at(place, 1, "this is a link; links are not allowed, put the file itself here")
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), root, shown)
        else:
            yield entry


def _entries(folder: Path, root: Path, shown: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if not _ignored(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        raise ManifestError.at(
            _place(folder, root, shown), 1, f"the folder cannot be read: {error.strerror}"
        ) from error


def _place(path: str | Path, root: Path, shown: str) -> str:
    return (Path(shown) / Path(path).relative_to(root)).as_posix()


def _ignored(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__" or name.endswith(".pyc")
