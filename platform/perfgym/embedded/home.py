"""The state folder: where it is, whose it is, which version wrote it, and what lies where in it."""

import errno
import os
import pwd
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perfgym.embedded.errors import DiskFull, NotOurs, NotWritable, OtherVersion

VERSION = "1"


def path(environ: Mapping[str, str] = os.environ) -> Path:
    """PERFGYM_HOME, or `perfgym` in the user's state folder (XDG Base Directory Specification)."""
    if chosen := environ.get("PERFGYM_HOME"):
        return Path(chosen).expanduser().absolute()
    state = environ.get("XDG_STATE_HOME", "")
    base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return base / "perfgym"


@dataclass(frozen=True)
class Home:
    """A state folder that is ours, private and of our version."""

    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def run(self) -> Path:
        return self.path / "run"

    def secret_key(self) -> str:
        """The key that signs sessions and links; made once, readable by the owner only."""
        file = self.path / "secret_key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(48))
        return file.read_text()


def open_home(folder: Path) -> Home:
    """Make or take the state folder. Raises OtherVersion or NotOurs (touching nothing), NotWritable, DiskFull."""
    home = Home(folder.absolute())
    try:
        _check(home.path)
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in (home.path, home.logs, home.run):
            part.mkdir(mode=0o700, exist_ok=True)
            part.chmod(0o700)
        if not (home.path / "version").exists():
            write_private(home.path / "version", VERSION)
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise DiskFull(home.path) from problem
        raise NotWritable(home.path, problem.strerror or str(problem)) from problem
    return home


def write_private(file: Path, text: str) -> None:
    """Write `file` whole or not at all, readable by its owner only."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def _check(folder: Path) -> None:
    if not folder.exists():
        return
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise NotOurs(folder, _name(owner))
    version = folder / "version"
    if version.exists() and version.read_text().strip() != VERSION:
        raise OtherVersion(folder, version.read_text().strip()[:40], VERSION)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
