"""The database template of an app on this machine: made once by the app's own seed, then copied by each pod."""

import fcntl
import logging
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from perfgym.catalog import library
from perfgym.catalog.app import App
from perfgym.embedded import binaries, home, identity, tether
from perfgym.sandbox.errors import PodFailed
from perfgym.sandbox.local import folders, spawn

INSIDE = Path(__file__).parents[1] / "inside"
SERVER_UID = 61002
TETHERED = (sys.executable, "-I", "-S", tether.__file__)  # ends the seeding, tidily, when this process ends

log = logging.getLogger(__name__)


def of(name: str) -> Path | None:
    """The template's folder, made now if it is not there; None for an app without a database. Raises PodFailed."""
    app = library.default().apps[name]
    if app.database is None:
        return None
    shelf = home.open_home(home.path()).path / "templates"
    shelf.mkdir(mode=0o700, exist_ok=True)
    target = shelf / f"{name}-{app.digest[:12]}"
    with (shelf / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            _make(app, target)
        elif not target.stat().st_mode & stat.S_IROTH:  # made by a version that kept it to one user
            _readable(target)
    return target


def _readable(folder: Path) -> None:
    """For the database's user to copy; on this machine the shelf, which is private, keeps others out."""
    for each, _, files in os.walk(folder):
        os.chmod(each, 0o755)  # noqa: S103 - see above
        for file in files:
            os.chmod(os.path.join(each, file), 0o644)


def _make(app: App, target: Path) -> None:
    """Seed in a folder that the server's user can reach, then move the result, owned by us, to its place."""
    assert app.database is not None
    log.info("seeding the database of %s", app.name)
    scripts = {path.name: path.read_bytes() for path in INSIDE.glob("*.py")}
    folder = folders.make({**app.content(), **scripts})
    try:
        seed = [sys.executable if word == "python" else word for word in app.database.seed]
        script = [sys.executable, "template.py", str(folder / "data"), *seed]
        seeding = spawn.popen(
            [*TETHERED, "--parent", str(os.getpid()), "--", *script],
            cwd=folder / "files",
            env={**postgres_environment(first=True), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        told, _ = seeding.communicate()
        if seeding.returncode:
            raise PodFailed(f"The database of {app.name} could not be seeded: {told.decode(errors='replace')[-1500:]}")
        _keep(folder / "data", target)
    finally:
        folders.drop(folder)


def _keep(made: Path, target: Path) -> None:
    draft = target.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(made, draft)  # copies are ours, whoever owned the original
    _readable(draft)
    draft.rename(target)


def postgres_environment(*, first: bool = False) -> dict[str, str]:
    """Where PostgreSQL's programs are, and for root also as whom to run them; initdb wants a user with a name."""
    if os.geteuid():
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "PG_PROGRAMS": str(binaries.postgres())}
    uid = (identity.identity(SERVER_UID).first_uid or SERVER_UID) if first else SERVER_UID
    programs = str(binaries.postgres(uid))
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "PG_PROGRAMS": programs, "PG_UID": str(uid)}
