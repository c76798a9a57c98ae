"""Command lines of local parts."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from perfgym.sandbox.parts import fill
from perfgym.sandbox.protocol import Limits

LAUNCH = Path(__file__).with_name("launch.py")
FILTER = 9  # the number of the open file in which bubblewrap finds its filter of system calls


def launched(
    command: Sequence[str],
    limits: Limits,
    join: int | None = None,
    group: Path | None = None,
    *,
    guard: bool = False,
    uid: int = 0,
    calls: Path | None = None,
) -> list[str]:
    """`command` under launch.py: pinned, limited, tied to this process; with `guard`, all its descendants too.

    `uid`: whom root runs it as, under a guard. `calls`: a file that the command finds open under the number FILTER.
    """
    line = [sys.executable, "-I", "-S", str(LAUNCH), "--parent", str(os.getpid())]
    line += ["--nofile", str(limits.nofile)]
    line += ["--cores", ",".join(map(str, limits.cores))] if limits.cores else []
    line += ["--group", str(group)] if group else []
    line += ["--join", str(join)] if join else []
    line += ["--guard", "--pids", str(limits.pids)] if guard else []
    line += ["--user", str(uid)] if uid else []
    line += ["--filter", str(FILTER), str(calls)] if calls else []
    return [*line, "--", *command]


def holder() -> list[str]:
    """The command of a process that holds a network of its own."""
    return [sys.executable, "-I", "-S", str(LAUNCH), "--parent", str(os.getpid()), "--hold"]


def words(command: Sequence[str], ports: Mapping[str, str]) -> list[str]:
    """The part's own command: `python` is this environment's, ports are filled in."""
    filled = [fill(word, ports) for word in command]
    return [sys.executable, *filled[1:]] if filled[0] == "python" else filled
