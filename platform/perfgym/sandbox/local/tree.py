"""A process and all below it: what they use together, and how they are ended."""

import contextlib
import os
import signal
import time
from pathlib import Path

from perfgym.sandbox.protocol import Usage

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(root: int) -> list[int]:
    """`root` and its living descendants."""
    found = [root]
    for pid in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def usage(root: int) -> Usage:
    """CPU of the living to the nanosecond, of the dead in ticks (times(2)); memory as resident less shared pages.

    A process's CPU clock has the id (~pid << 3) | 2 (Linux, CPUCLOCK_SCHED of a whole process).
    """
    cpu, memory = 0.0, 0
    for pid in family(root):
        with contextlib.suppress(OSError, ValueError, IndexError):
            cpu += time.clock_gettime((~pid << 3) | 2)
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            cpu += (int(fields[13]) + int(fields[14])) / TICK
            _, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
            memory += (int(resident) - int(shared)) * PAGE
    return Usage(cpu, memory)


def end(root: int) -> None:
    """Kill the whole tree, children first found last killed; safe when it is already gone."""
    for pid in reversed(family(root)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
