"""The files of the state folder that cannot be made again: keys, evidence of the console, records of the machine.

Databases are backed up as rows; logs, sockets and templates are made again.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from perfgym.console.backup.errors import CannotRead, CannotWrite, FilesNotPlaced
from perfgym.console.backup.manifest import Part

KEPT = ("secret_key", "signing_keys", "evidence", "host")
BLOCK = 1 << 20


def kept(home: Path) -> list[str]:
    """Their paths below `home`, with `/` between parts; links are not followed, drafts (.NAME) left out."""
    return sorted(path.relative_to(home).as_posix() for top in KEPT for path in _files(home / top))


def different(home: Path, wanted: Mapping[str, Part]) -> list[str]:
    """Those of `wanted` that are there with another content."""
    there = {name: home / name for name in wanted if (home / name).exists()}
    return [name for name, path in there.items() if _sha256(path) != wanted[name].sha256]


def blocks(file: Path) -> Iterator[bytes]:
    """Raises CannotRead."""
    try:
        with file.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block
    except OSError as problem:
        raise CannotRead(file, problem.strerror or str(problem)) from problem


class Staged:
    """Files written in full beside their place, to be moved there at once."""

    def __init__(self, home: Path) -> None:
        self._home, self._names = home, list[str]()
        self._folder = home / f"restored.{os.getpid()}"

    def write(self, name: str, content: Iterable[bytes]) -> None:
        """Raises CannotWrite."""
        file = self._folder / name
        self._names.append(name)
        try:
            _private_folder(file.parent)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.writelines(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as problem:
            raise CannotWrite(file, problem.strerror or str(problem)) from problem

    def place(self) -> None:
        """Raises FilesNotPlaced: by now the database is restored, and only this is left to do."""
        try:
            for name in self._names:
                target = self._home / name
                _private_folder(target.parent)
                (self._folder / name).replace(target)
        except OSError as problem:
            raise FilesNotPlaced(self._folder, problem.strerror or str(problem)) from problem
        self.drop()

    def drop(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _private_folder(path: Path) -> None:
    """Make it, and what is missing above it, for the owner alone: mkdir's own `parents` would let others in."""
    if not path.is_dir():
        _private_folder(path.parent)
        path.mkdir(mode=0o700)


def _files(top: Path) -> Iterator[Path]:
    if top.is_file() and not top.is_symlink():
        yield top
    for folder, names, files in os.walk(top):
        names[:] = [name for name in names if not name.startswith(".")]
        yield from (path for name in files if not name.startswith(".") and _plain(path := Path(folder) / name))


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    return digest.hexdigest()
