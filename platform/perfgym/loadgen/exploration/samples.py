"""Raw latencies of a load test: every request, exactly as Locust measured it."""

import time
from dataclasses import dataclass, field

from perfgym.loadgen.exploration.rows import Rows
from perfgym.loadgen.quantiles import percentile

NAMES = 200  # different names; what comes later is counted as "other"
CHARACTERS = 200  # of a name
KEPT = 2_000_000  # raw rows in one test
OTHER = "other"
LARGEST = 2**53  # bytes


@dataclass
class Tally:
    """All requests of one name."""

    index: int
    name: str
    count: int = 0
    fails: int = 0
    values: list[float] = field(default_factory=list)  # ms, ascending but for the newest

    def percentiles(self, *percents: float) -> list[float | None]:
        self.values.sort()  # the front is sorted already: cheap
        return [percentile(self.values, percent) for percent in percents]


class Samples:
    """Fed by Locust's `request` event; read and emptied once a second."""

    def __init__(self, start: float | None = None) -> None:
        self.start = time.monotonic() if start is None else start
        self.tallies: dict[str, Tally] = {}
        self.count = 0
        self.fails = 0
        self.dropped = 0  # raw rows beyond KEPT
        self._rows = Rows()

    def add(self, name: str, ms: object, size: object, ok: bool, late: float, at: float) -> None:
        """A request that ended at that time of the monotonic clock. Odd values that a locustfile fires become 0."""
        value = ms if type(ms) is float and 0.0 <= ms < LARGEST else number(ms)
        octets = size if type(size) is int and 0 <= size < LARGEST else int(number(size))
        began = at - self.start - value / 1000
        self.keep(name, began * 1e4 // 1 / 1e4 if began > 0 else 0.0, value, ok, octets, late)

    def keep(self, name: str, began: float, ms: float, ok: bool, size: int, late: float) -> None:
        """A request that began so many seconds after the start of the test."""
        tally = self.tallies.get(name) or self._tally(name[:CHARACTERS])
        self.count += 1
        tally.count += 1
        if not ok:
            self.fails += 1
            tally.fails += 1
        if self.count > KEPT:
            self.dropped += 1
            return
        tally.values.append(ms)
        self._rows.flat += (began, tally.index, ms, 1 if ok else 0, size, ms + late)

    def take(self) -> Rows:
        """Rows since the last call."""
        rows, self._rows = self._rows, Rows()
        return rows

    def busiest(self, most: int) -> list[Tally]:
        return sorted(self.tallies.values(), key=lambda tally: -tally.count)[:most]

    def percentiles(self, *percents: float) -> list[float | None]:
        """Of all kept values together."""
        values = sorted(value for tally in self.tallies.values() for value in tally.values)
        return [percentile(values, percent) for percent in percents]

    def _tally(self, name: str) -> Tally:
        if name not in self.tallies and len(self.tallies) >= NAMES:
            name = OTHER
        return self.tallies.setdefault(name, Tally(len(self.tallies), name))


def number(value: object) -> float:
    """A finite number that is not negative, and small enough to be one of ours, else 0."""
    if isinstance(value, (int, float)) and 0 <= value < LARGEST:
        return float(value)
    return 0.0
