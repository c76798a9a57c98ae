"""Command lines of local parts."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfgym.sandbox.parts import INODES, fill
from perfgym.sandbox.protocol import Limits

LAUNCH, ENTER = Path(__file__).with_name("launch.py"), Path(__file__).with_name("enter.py")
FILTER = 9  # the number of the open file in which bubblewrap finds its filter of system calls


@dataclass(frozen=True)
class Scratch:
    """The writable folder as the part's mount namespace has it."""

    folder: Path
    size: int  # bytes
    uid: int
    mode: str = "700"

    def words(self) -> list[str]:
        return ["--scratch", str(self.folder), str(self.size), str(INODES), str(self.uid), self.mode]


def launched(
    command: Sequence[str],
    limits: Limits,
    scratch: Scratch,
    group: Path | None,
    *,
    join: int | None = None,
    guard: int | None = None,
    calls: Path | None = None,
) -> list[str]:
    """`command` under launch.py: pinned, limited, tied to this process.

    `guard`: the number of the report; all descendants are then tied too. `calls`: a file that the command finds open
    under the number FILTER.
    """
    line = [sys.executable, "-I", "-S", str(LAUNCH), "--parent", str(os.getpid())]
    line += ["--nofile", str(limits.nofile), *scratch.words()]
    line += ["--cores", ",".join(map(str, limits.cores))] if limits.cores else []
    line += ["--group", str(group)] if group else []
    line += ["--join", str(join)] if join else []
    line += ["--guard", "--pids", str(limits.pids), "--report", str(guard)] if guard else []
    line += ["--filter", str(FILTER), str(calls)] if calls else []
    return [*line, "--", *command]


def entered(
    command: Sequence[str],
    report: int,
    scratch: str,
    *,
    script: str = str(ENTER),
    uid: int = 0,
    pids: int = 0,
    calls: Path | None = None,
) -> list[str]:
    """`command` under enter.py, the last step: as this user where root says so, reporting what holds it."""
    line = [sys.executable, "-I", "-S", script, "--report", str(report), "--scratch", scratch]
    line += ["--user", str(uid)] if uid else []
    line += ["--pids", str(pids)] if pids else []
    line += ["--calls", str(calls)] if calls else []
    return [*line, "--", *command]


def holder() -> list[str]:
    """The command of a process that holds a network of its own."""
    return [sys.executable, "-I", "-S", str(LAUNCH), "--parent", str(os.getpid()), "--hold"]


def words(command: Sequence[str], ports: Mapping[str, str]) -> list[str]:
    """The part's own command: `python` is this environment's, ports are filled in."""
    filled = [fill(word, ports) for word in command]
    return [sys.executable, *filled[1:]] if filled[0] == "python" else filled
