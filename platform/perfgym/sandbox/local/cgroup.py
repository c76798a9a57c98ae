"""The number of processes of a part, held by a cgroup where we may make one: as root. Sources: cgroups(7), pids.max."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

ROOTS = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))  # version 1, version 2


@contextlib.contextmanager
def pids(limit: int) -> Iterator[Path | None]:
    """A fresh group for at most `limit` processes and threads, or None where none can be made. Leaving removes it."""
    made = _make(limit)
    try:
        yield made
    finally:
        if made:
            with contextlib.suppress(OSError):  # the last process is still on its way out; an empty group costs nothing
                made.rmdir()


def _make(limit: int) -> Path | None:
    for root in ROOTS:
        group = root / f"perfgym-{secrets.token_hex(6)}"
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            (group / "pids.max").write_text(str(limit))
        except OSError:
            group.rmdir()
        else:
            return group
    return None
