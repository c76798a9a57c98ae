"""What a pod is, whatever runs it: the one protocol that every driver and the fake speak.

A pod is a private network with nothing but loopback, in which parts run side by side: a database, the app, a runner.
Parts of one pod share that network and nothing else. A comparison uses two pods that cannot see each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

CONSOLE = "console"  # the site of pods that no site started: those of `perfgym measure` and `perfgym load`


class Level(StrEnum):
    """How strong the isolation is; stored in each run."""

    S3 = "S3"  # containers of a docker engine
    S2 = "S2"  # kernel namespaces by bubblewrap: one person's own machine
    S1 = "S1"  # plain process group with rlimits: one person's own machine, last resort


class Role(StrEnum):
    DATABASE = "database"
    APP = "app"
    RUNNER = "runner"


@dataclass(frozen=True)
class Limits:
    """What one part may use. Sizes in bytes."""

    memory_bytes: int
    pids: int
    scratch_bytes: int  # size of the only writable folder
    cores: tuple[int, ...]  # CPU numbers the part is pinned to; empty: not pinned
    nofile: int = 1024


@dataclass(frozen=True)
class Part:
    """One process tree of a pod.

    `command[0] == "python"` means the pod environment's interpreter. The working directory holds `files` and is first
    on sys.path. Environment the driver adds: APP_PORT, DB_PORT (loopback ports of this pod), SCRATCH (the writable
    folder), TEMPLATE (the app's prepared database, read-only; database parts only), HOME=SCRATCH.
    Standard input and output of runner and database parts carry lines; an app's output is only ever kept as a tail,
    unless it is `profiled`: then its first process is a profiler, which speaks lines.
    """

    role: Role
    app: str  # name of the sandbox app: chooses image and database template
    command: tuple[str, ...]
    limits: Limits
    files: Mapping[str, bytes] = field(
        default_factory=dict
    )  # relative path -> content; complete before start, read-only
    env: Mapping[str, str] = field(default_factory=dict)
    profiled: bool = False  # an app that is watched at work: a process of it may read the memory of the others

    @property
    def talks(self) -> bool:
        """Whether its standard input and output carry lines. Of an app only where a profiler of ours starts it."""
        return self.role is not Role.APP or self.profiled


@dataclass(frozen=True)
class Labels:
    """Who a pod belongs to; the reaper reads them back. `site` tells installations on one engine apart."""

    site: str
    run: str
    fence: int
    worker: str
    arm: str  # "before", "after" or "own"


@dataclass(frozen=True)
class Usage:
    """What a part has used so far. CPU of reaped children included.

    Memory is what the system cannot take back: page cache of files is no part of it. In a container the files of the
    scratch folder are, since they lie in memory.
    """

    cpu_seconds: float
    memory_bytes: int
    throttled: int = 0  # periods in which a quota held it back


class EndReason(StrEnum):
    EXITED = "exited"
    MEMORY = "memory"
    PIDS = "pids"
    DISK = "disk"
    OUTPUT = "output"
    KILLED = "killed"


@dataclass(frozen=True)
class End:
    """How a part ended. `code` is the exit code, negative for a signal."""

    reason: EndReason
    code: int

    @classmethod
    def exited(cls, code: int) -> "End":
        """By itself. Whoever waited inside tells a signal as 128 and its number, as shells do."""
        return cls(EndReason.EXITED, 128 - code if 128 < code <= 192 else code)


class Closed(Exception):
    """The part's output has ended; no line will come any more."""


class Process(Protocol):
    """A started part."""

    role: Role

    def send(self, line: bytes) -> None:
        """Write one line (without its newline) to standard input. Raises Closed when the part is gone."""

    def receive(self, timeout: float) -> bytes | None:
        """One line of standard output without its newline, or None after `timeout` seconds. Raises Closed at the end.

        A line over 1 MiB, more than 256 MiB of one stream (an app's log too), or more than 16 MiB of lines that wait
        untaken, ends the part with EndReason.OUTPUT.
        """

    def end(self) -> End | None:
        """How it ended, or None while it runs."""

    def tail(self) -> str:
        """The last 4 KiB of what it wrote (app: both streams; others: standard error), undecodable bytes replaced."""

    def usage(self) -> Usage: ...

    def applied(self) -> Mapping[str, object]:
        """The limits as read back from the system, to be stored with the run."""

    def kill(self) -> None: ...


class Pod(Protocol):
    """A private network and the parts started in it. Use as a context manager; leaving kills everything."""

    def start(self, part: Part) -> Process:
        """Start a part. Raises LimitNotSet when a limit could not be applied, StartFailed when it could not start."""

    def close(self) -> None: ...

    def __enter__(self) -> "Pod": ...

    def __exit__(self, *exc: object) -> None: ...


class Driver(Protocol):
    """One way of running pods."""

    name: str  # "docker", "bubblewrap", "process", "fake"
    level: Level

    def problem(self) -> str | None:
        """Why this driver cannot be used here and what to do about it, or None when it can."""

    def prepare(self, app: str) -> None:
        """Make image and database template of `app` where they are missing. Slow once (up to minutes), then instant."""

    def open(self, labels: Labels) -> Pod: ...

    def reap(self, site: str, alive: Callable[[], Iterable[tuple[str, int]]]) -> int:
        """Kill every pod of this site whose (run, fence) is not alive; the number of parts killed.

        `alive` is asked after the pods have been listed: a run is claimed before its pod is made, so a pod that was
        seen and is not alive then has no owner.
        """

    def describe(self) -> Mapping[str, object]:
        """What a fingerprint needs: engine version, runtime, image digests, cgroup version."""
