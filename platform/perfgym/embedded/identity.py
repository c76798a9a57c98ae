"""Who the servers run as. PostgreSQL refuses root; we never create a login user for it."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from perfgym.embedded.errors import CannotSwitchUser

POSTGRES_UID = 61010
VALKEY_UID = 61011


@dataclass(frozen=True)
class Identity:
    """A numeric user for a server, and one for making its first files; None means: the user we are."""

    uid: int | None = None
    first_uid: int | None = None


def identity(uid: int) -> Identity:
    """`uid` when we are root. initdb wants a user that has a name, so the first files are made as `nobody`."""
    if os.geteuid() != 0:
        return Identity()
    return Identity(uid=uid, first_uid=_nobody())


def _nobody() -> int:
    named = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid}
    if not named:
        raise CannotSwitchUser("this system has no user but root")
    return named.get("nobody") or max(named.values())


def give(path: Path, uid: int | None) -> None:
    """Hand a folder and all in it to `uid`; symbolic links themselves, never what they point to."""
    if uid is None:
        return
    try:
        for folder, names, files in os.walk(path):
            for name in (*names, *files):
                os.lchown(os.path.join(folder, name), uid, uid)
        os.lchown(path, uid, uid)
    except PermissionError as problem:
        raise CannotSwitchUser(str(problem)) from problem


def private_folder(path: Path, uid: int | None) -> Path:
    """Make `path` where it is missing: mode 0700, and `uid`'s own."""
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)
    if uid is not None and path.stat().st_uid != uid:
        give(path, uid)
    return path
