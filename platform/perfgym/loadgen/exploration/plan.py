"""What was asked for, within what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from perfgym.loadgen.environment import with_ports

MAX_SECONDS = 600
MAX_USERS = 200
MAX_RATE = 200.0  # users a second
READY = 20.0  # seconds
PROCESS_USERS = 20  # without paced arrivals; with more on one process their latency grows by its own waiting
PROCESS_ARRIVALS = 600  # a second
MAX_PROCESSES = 4  # each holds about 80 MB and several threads, within the limits of a runner

Number = TypeVar("Number", int, float)


@dataclass(frozen=True)
class Plan:
    target: str
    health: str
    users: int
    spawn_rate: float  # users a second
    seconds: int
    tags: tuple[str, ...]
    exclude_tags: tuple[str, ...]
    max_users: int
    ready_timeout: float  # seconds to wait for the app
    processes: int | None = None  # None: as many as the load needs and the cores allow
    index: int = 0  # which of `of` processes this is
    of: int = 1

    def share(self, total: int) -> int:
        """This process's part of so many users."""
        return total // self.of + (self.index < total % self.of)

    def arguments(self) -> list[str]:
        """The same as Locust's command line has it; locustfiles read it as environment.parsed_options."""
        chosen = ["--headless", "--host", self.target, "--users", str(self.users), "--spawn-rate", str(self.spawn_rate)]
        chosen += ["--run-time", f"{self.seconds}s"]
        chosen += ["--tags", *self.tags] if self.tags else []
        return chosen + (["--exclude-tags", *self.exclude_tags] if self.exclude_tags else [])


def read(hello: Mapping[str, Any]) -> Plan:
    """The worker's first line; numbers beyond the caps are brought within them."""
    max_users = within(int(hello.get("max_users", MAX_USERS)), 1, MAX_USERS)
    return Plan(
        target=with_ports(str(hello["target"])),
        health=str(hello["health"]),
        users=within(int(hello.get("users", 1)), 1, max_users),
        spawn_rate=within(float(hello.get("spawn_rate", 1)), 0.1, MAX_RATE),
        seconds=within(int(hello.get("seconds", 30)), 1, MAX_SECONDS),
        tags=tuple(str(tag) for tag in hello.get("tags") or ()),
        exclude_tags=tuple(str(tag) for tag in hello.get("exclude_tags") or ()),
        max_users=max_users,
        ready_timeout=within(float(hello.get("ready_timeout", READY)), 0.1, 60.0),
        processes=within(int(hello["processes"]), 1, MAX_PROCESSES) if hello.get("processes") else None,
        index=int(hello.get("index", 0)),
        of=int(hello.get("of", 1)),
    )


def within(value: Number, low: Number, high: Number) -> Number:
    return max(low, min(high, value))
