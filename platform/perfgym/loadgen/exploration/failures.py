"""What went wrong in a load test, grouped: failed requests, and exceptions in the learner's own code."""

import logging
from collections.abc import Iterable
from types import TracebackType
from typing import Protocol

from locust.exception import CatchResponseError
from locust.stats import StatsError

from perfgym.loadgen.locustfile import describe, place

GROUPS = 100
CHARACTERS = 300
OTHER = ("other", "further kinds of error")


Row = tuple[str, str, int]  # where, message, how often


class Groups(Protocol):
    """Grouped errors, of this process or of several."""

    def take(self) -> list[Row]: ...


class Failures:
    """(where, message) -> how often."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._changed = False

    def add(self, where: str, message: str) -> None:
        key = (where[:200], message[:CHARACTERS])
        if key not in self._counts and len(self._counts) >= GROUPS - 1:
            key = OTHER
        self._counts[key] = self._counts.get(key, 0) + 1
        self._changed = True

    def request(self, name: str, error: Exception | str) -> None:
        """A request that failed or that a check in the locustfile refused."""
        self.add(name, message(error))

    def code(self, error: BaseException, trace: TracebackType | None) -> None:
        """An exception in a task or a hook."""
        self.add(place(trace, "locustfile.py"), describe(error))

    def take(self) -> list[Row]:
        """All groups as (where, message, count so far), most frequent first; none when nothing was added since."""
        changed, self._changed = self._changed, False
        return sorted(((*key, count) for key, count in self._counts.items()), key=_rank) if changed else []


class Together:
    """The groups of several processes, each of which tells all of its own again when they change."""

    def __init__(self) -> None:
        self._told: dict[int, list[Row]] = {}
        self._changed = False

    def tell(self, process: int, rows: Iterable[Row]) -> None:
        self._told[process] = list(rows)
        self._changed = True

    def take(self) -> list[Row]:
        """As Failures.take, over all processes."""
        changed, self._changed = self._changed, False
        counts: dict[tuple[str, str], int] = {}
        for where, text, count in [row for rows in self._told.values() for row in rows]:
            counts[where, text] = counts.get((where, text), 0) + count
        return sorted(((*key, count) for key, count in counts.items()), key=_rank)[:GROUPS] if changed else []


def _rank(row: Row) -> tuple[int, str, str]:
    return (-row[2], row[0], row[1])


class LogWatcher(logging.Handler):
    """Locust only logs what a hook or a starting user raises; here it becomes a failure that is shown."""

    def __init__(self, failures: Failures) -> None:
        super().__init__(logging.ERROR)
        self._failures = failures

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            self._failures.code(record.exc_info[1], record.exc_info[2])
        elif text.startswith("Uncaught exception in"):
            self._failures.add("an event handler or on_stop", text.strip().splitlines()[-1])

    def install(self) -> None:
        for name in ("", "locust"):
            logging.getLogger(name).addHandler(self)


def message(error: Exception | str) -> str:
    """As Locust's own error report has it; a check's own words without a class name around them."""
    if isinstance(error, CatchResponseError) and error.args:
        return str(error.args[0])
    return str(StatsError.parse_error(error))
