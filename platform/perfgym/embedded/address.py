"""Folders of sockets by names short enough: a unix socket's whole path must stay below about 107 bytes (unix(7))."""

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from perfgym.embedded.errors import NotWritable
from perfgym.embedded.home import Home

LONGEST = 95
LONGEST_SOCKET = "postgres/run/.s.PGSQL.5432"
SHORT = Path("/tmp")  # noqa: S108 - `_own` takes only a private folder of ours


@contextlib.contextmanager
def short(home: Home) -> Iterator[Path]:
    """A path to the state folder that is short enough for the sockets in it: itself, or a private link to it."""
    if len(os.fsencode(home.path / LONGEST_SOCKET)) <= LONGEST:
        yield home.path
        return
    folder = _own(home)
    link = folder / "home"
    link.unlink(missing_ok=True)
    link.symlink_to(home.path)
    try:
        yield link
    finally:
        shutil.rmtree(folder)


def _own(home: Home) -> Path:
    """A folder that nobody else can look into or have prepared: ours, 0700, and no link."""
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]
    for number in range(10):
        folder = SHORT / f"perfgym-{os.geteuid()}-{digest}-{number}"
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077:
            return folder
    raise NotWritable(
        home.path, f"its path is too long for sockets, and the short names in {SHORT} are taken by others"
    )
