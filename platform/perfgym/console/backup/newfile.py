"""A file that is there whole or not at all: written beside its place, on the disk for sure, then given its name."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from perfgym.console.backup.errors import AlreadyThere, CannotWrite


@contextlib.contextmanager
def written(file: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """A draft to write, for its owner's eyes only; it gets its name at the end. Raises AlreadyThere or CannotWrite."""
    if file.exists() and not overwrite:
        raise AlreadyThere(file)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _name(draft, file, overwrite)
    except OSError as problem:
        raise CannotWrite(file, problem.strerror or str(problem)) from problem
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, file: Path, overwrite: bool) -> None:
    try:
        draft.replace(file) if overwrite else os.link(draft, file)  # a link never takes the place of a file
    except FileExistsError:
        raise AlreadyThere(file) from None
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
