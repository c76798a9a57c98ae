"""What holds a local part: told by its last step from inside (enter.py), and checked against what was asked."""

import fcntl
import json
import os
import select
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfgym.sandbox.errors import LimitNotSet, PodFailed

FIRST_NUMBER = 64  # above every number that the way to the part uses for itself
PATIENCE = 30.0  # seconds from the start to the last step
PAGE = os.sysconf("SC_PAGE_SIZE")


class Report:
    """A pipe that takes the one line; `number` is its end for the part to inherit."""

    def __init__(self) -> None:
        self._out, into = os.pipe()
        self.number = fcntl.fcntl(into, fcntl.F_DUPFD_CLOEXEC, FIRST_NUMBER)
        os.close(into)
        self._whole = True

    def take(self) -> dict[str, Any] | None:
        """What was told; None where the part ended before it could. Our own end of the pipe is closed first."""
        self._close_number()
        told = b""
        while not told.endswith(b"\n"):
            ready = select.select([self._out], [], [], PATIENCE)[0]
            chunk = os.read(self._out, 1 << 16) if ready else b""
            if not chunk:
                return None
            told += chunk
        found: dict[str, Any] = json.loads(told)
        return found

    def close(self) -> None:
        self._close_number()
        os.close(self._out)

    def _close_number(self) -> None:
        if self._whole:
            self._whole = False
            os.close(self.number)


@dataclass(frozen=True)
class Hold:
    """What a driver asked for. `exactly` and `at_most` are compared with what is read back, `own` with our namespaces.

    `says` tells how the rest is held, and what is not.
    """

    exactly: Mapping[str, object]
    at_most: Mapping[str, int]
    own: tuple[str, ...]
    says: Mapping[str, object]
    group: Path | None = None

    def applied(self, found: Mapping[str, Any] | None, tail: str, over: Callable[[], bool]) -> dict[str, object]:
        """What to store with the run; `over` tells whether the part has ended by now.

        Raises LimitNotSet where something is not as asked, PodFailed if nothing came.
        """
        if found is None:
            raise PodFailed(f"A part of a pod ended before its command began: {tail[-1000:]}")
        seen = {**found, "namespaces": _own(found["namespaces"]), **self._pids(over)}
        for name, value in self.exactly.items():
            if seen.get(name) != value:
                raise LimitNotSet(name, value, seen.get(name))
        for name, most in self.at_most.items():
            if not 0 <= seen[name] <= most:
                raise LimitNotSet(name, most, seen[name])
        if lacking := set(self.own) - set(seen["namespaces"]):
            raise LimitNotSet("namespaces", sorted(self.own), sorted(set(self.own) - lacking))
        return {**seen, **self.says}

    def _pids(self, over: Callable[[], bool]) -> dict[str, object]:
        """Of the cgroup, where one was made and has the part in it; a part that is over is in none any more."""
        if self.group is None or not ((self.group / "cgroup.procs").read_text() or over()):
            return {}
        return {"pids": int((self.group / "pids.max").read_text())}


def whole_pages(size: int) -> int:
    """As the kernel counts a file system in memory."""
    return -(-size // PAGE) * PAGE


def _own(namespaces: Mapping[str, str]) -> list[str]:
    """Those that differ from this process's."""
    return sorted(name for name, told in namespaces.items() if os.readlink(f"/proc/self/ns/{name}") != told)
