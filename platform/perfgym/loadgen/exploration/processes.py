"""How many generator processes a load needs, and one of them as its conductor sees it."""

import math
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from perfgym.loadgen.exploration import pacing
from perfgym.loadgen.exploration.arrivals import Steps
from perfgym.loadgen.exploration.facts import Facts
from perfgym.loadgen.exploration.plan import MAX_PROCESSES, PROCESS_ARRIVALS, PROCESS_USERS, Plan
from perfgym.loadgen.exploration.rows import Rows
from perfgym.loadgen.lines import Reader, Writer
from perfgym.loadgen.locustfile import Loaded

MODULE = "perfgym.loadgen.explore"


def needed(plan: Plan, loaded: Loaded) -> int:
    """At most 20 closed-loop users or 600 paced arrivals a second each, as far as the cores allow.

    A shape tells its users too late for this: the number asked for beside it decides.
    """
    if plan.of > 1 or not divisible(loaded):
        return 1
    most = min(MAX_PROCESSES, plan.users)
    return min(plan.processes or min(_wanted(plan, loaded), cores()), most)


def divisible(loaded: Loaded) -> bool:
    """Whether each process can have its part of every class of users.

    Not with a fixed count; and arrivals are dealt to processes, so each must have users of the class that takes them.
    """
    users = loaded.users.values()
    if any(user.fixed_count for user in users):
        return False
    own_shape = loaded.shape is not None and not isinstance(loaded.shape, Steps)
    return not (pacing.of(loaded).used and (len(users) > 1 or own_shape))


def cores() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0))


def _wanted(plan: Plan, loaded: Loaded) -> int:
    paced = pacing.of(loaded)
    if paced.used:
        return math.ceil(paced.highest / PROCESS_ARRIVALS)
    return math.ceil(plan.users / PROCESS_USERS)


class Child:
    """A generator process: lines over pipes, its prints on our standard error."""

    def __init__(self, hello: Mapping[str, Any], index: int, of: int) -> None:
        self.index = index
        self.names: dict[int, str] = {}
        self.rows = Rows()  # since the last second it has told
        self.seconds: dict[int, tuple[Facts, Rows]] = {}  # told, and not yet taken
        self.reached = 0  # the last second it has told
        self.last: dict[str, Any] | None = None  # how it ended
        self.process = subprocess.Popen(
            [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self.process.stdin
        assert self.process.stdout
        self.reader = Reader(self.process.stdout.fileno())
        self.writer = Writer(self.process.stdin.fileno())
        self.writer.send(**{**hello, "index": index, "of": of})

    def take(self, line: Mapping[str, Any]) -> None:
        """One of its lines that is about the load."""
        match line["op"]:
            case "name":
                self.names[line["index"]] = line["name"]
            case "raw":
                self.rows.flat += Rows.unpacked(line["rows"]).flat
            case "part":
                self.reached = int(line["t"])
                self.seconds[self.reached] = (Facts.of(line), self.rows)
                self.rows = Rows()
            case "ended":
                self.last = dict(line)

    def end(self) -> None:
        """Kill it if it is still there, and wait for its end."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
