"""What a load test's own readings say about where its limit was: CPU, the queue, the generator, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median
from typing import Any

from perfgym.checks.evidence import LoadTest
from perfgym.measure.stages import Held

FULL, ROOM = 0.9, 0.7  # of the cores: above the one they are the limit, below the other they are not
LATE_MS, LATE_SHARE = 5.0, 0.2  # overshoot of a generator's 10 ms sleep: this, or this share of the median latency
BUSY = 0.6  # of a core that a generator may use
SECONDS = 0.25  # share of seconds in which it may be later or busier
CLOSE = 0.1  # of the CPU used: nearer together than this, app and database cannot be told apart

Second = Mapping[str, Any]


class Resource(StrEnum):
    """What can be full. The values are what a learner chooses from."""

    APP_CPU = "CPU, most of it the application's own code"
    DATABASE_CPU = "CPU, most of it the database"
    QUEUE = "No CPU: requests wait for a worker or a connection while cores have room"
    GENERATOR = "The load generator"
    NOTHING = "Nothing: it carried all that was asked of it"


@dataclass(frozen=True)
class Readings:
    """Of one stage. CPU in cores; `inside` is how many requests were in the application at a time (Little's law)."""

    app: float
    database: float
    cores: float
    inside: float
    full: float = 0.0  # share of the cores' time that was used by anybody
    limited: bool = False  # the generator was late or busy in too many seconds

    @property
    def used(self) -> float:
        """Share of the cores that app and database have."""
        return (self.app + self.database) / self.cores


def read(test: LoadTest, stage: Held) -> Readings | None:
    """The readings of a stage; None where the CPU of its seconds is not known."""
    seconds: Sequence[Second] = test.result.get("series", ())[stage.start : stage.end]
    app, database = (_cpu(seconds, part) for part in ("app", "database"))
    if app is None:
        return None
    cores = float((test.result.get("cores") or {}).get("app", 0)) or 1.0  # with one core alone nothing is pinned
    return Readings(app, database or 0.0, cores, _inside(seconds), _full(seconds), _limited(seconds))


def saturated(readings: Readings, carried: bool) -> frozenset[Resource]:
    """What was full, at the highest load; two where the readings do not decide between them."""
    if readings.limited:
        return frozenset({Resource.GENERATOR})
    if carried:
        return frozenset({Resource.NOTHING})
    found = set()
    if readings.used >= ROOM or readings.full >= FULL:
        found |= _parts(readings)
    if readings.used < FULL and readings.full < FULL:
        found.add(Resource.QUEUE)
    return frozenset(found)


def _parts(readings: Readings) -> set[Resource]:
    apart = readings.app - readings.database
    if abs(apart) < CLOSE * (readings.app + readings.database):
        return {Resource.APP_CPU, Resource.DATABASE_CPU}
    return {Resource.APP_CPU if apart > 0 else Resource.DATABASE_CPU}


def _cpu(seconds: Sequence[Second], part: str) -> float | None:
    found = [(second.get("resources") or {}).get(part, {}).get("cpu") for second in seconds]
    known = [float(value) for value in found if isinstance(value, int | float)]
    return median(known) if known else None


def allowed_ms(second: Second) -> float:
    """How late a generator's sleep may end in a second that still tells the truth, in ms."""
    return max(LATE_MS, LATE_SHARE * float(second.get("p50") or 0.0))


def _limited(seconds: Sequence[Second]) -> bool:
    bad = [one for one in seconds if one.get("lag", 0.0) > allowed_ms(one) or one.get("cpu", 0.0) > BUSY]
    return len(bad) > SECONDS * len(seconds)


def _full(seconds: Sequence[Second]) -> float:
    known = [float(one["full"]) for one in seconds if isinstance(one.get("full"), int | float)]
    return median(known) if known else 0.0


def _inside(seconds: Sequence[Second]) -> float:
    """L = lambda W: requests a second times the seconds each took (Little, 1961)."""
    found = [float(one["rps"]) * float(one["p50"]) / 1000 for one in seconds if one.get("rps") and one.get("p50")]
    return fmean(found) if found else 0.0
