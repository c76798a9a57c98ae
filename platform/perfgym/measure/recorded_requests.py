"""Reads requests.csv line by line against what slices.csv says."""

from dataclasses import dataclass, field

from perfgym.measure.csv_lines import Lines
from perfgym.measure.possible import HOUR_MS, STRETCH
from perfgym.measure.recording import ALTERNATING, Row

SETTLES_S = 0.25  # a slice ends when its last request does; in our recordings at most 0.022 s later


@dataclass
class RecordedRequests:
    """What has been read so far."""

    lines: Lines
    rows: tuple[Row, ...]
    arms: tuple[str, ...]
    slice_s: float
    found: list[dict[str, list[float]]] = field(default_factory=list)  # by slice: arm -> latencies
    offset: float = 0.0  # of the last request, seconds into its slice
    ended: float = 0.0  # when the last of the slice's requests so far ended
    count: int = 0

    def read(self, stated: object) -> dict[int, dict[str, tuple[float, ...]]]:
        """Latencies by slice and arm. `stated` is how many requests the manifest counts, or None."""
        for number, values in self.lines.rows("slice", "arm", "offset_s", "latency_ms"):
            self._add(number, *values)
        self._close(self.lines.last)
        if len(self.found) != len(self.rows):
            raise self.lines.refuse(
                self.lines.last,
                f"is the end within slice {len(self.found) - 1} of {len(self.rows)}: the rest is missing",
            )
        if stated is not None and stated != self.count:
            raise self.lines.refuse(self.lines.last, f"is the end after {self.count} requests; {stated} were recorded")
        return {index: {arm: tuple(ms) for arm, ms in of.items()} for index, of in enumerate(self.found)}

    def _add(self, number: int, slice_: str, arm: str, offset_s: str, latency_ms: str) -> None:
        index = self.lines.whole(number, slice_)
        offset, ms = self.lines.number(number, offset_s), self.lines.number(number, latency_ms)
        if index != len(self.found) - 1:
            self._next_slice(number, index)
        if arm not in self.found[index]:
            raise self.lines.refuse(number, f"has a request to {arm[:20]!r}, which is no arm of slice {index}")
        if offset < self.offset:
            raise self.lines.refuse(number, "was sent before the request above it: rows are out of order")
        if not 0 < ms <= HOUR_MS:
            raise self.lines.refuse(number, f"has a latency of {ms!r} ms, which must be above zero and within an hour")
        self.found[index][arm].append(ms)
        self.offset, self.ended, self.count = offset, max(self.ended, offset + ms / 1000), self.count + 1

    def _next_slice(self, number: int, index: int) -> None:
        if index != len(self.found) or index >= len(self.rows):
            raise self.lines.refuse(number, f"has slice {index}, which cannot follow slice {len(self.found) - 1}")
        self._close(number - 1)
        arm = self.rows[index].arm
        self.found.append({each: [] for each in (self.arms if arm == ALTERNATING else (arm,))})
        self.offset = self.ended = 0.0

    def _close(self, number: int) -> None:
        """Check the slice that `number` is the last line of: equally many requests to each arm, and up to its end."""
        if not self.found:
            return
        counts = {len(ms) for ms in self.found[-1].values()}
        if len(counts) != 1:
            raise self.lines.refuse(number, f"ends slice {len(self.found) - 1}, whose arms have unequal requests")
        seconds = self.rows[len(self.found) - 1].facts["duration_s"]
        jumped = not 0 < seconds <= STRETCH * self.slice_s  # then its length proves nothing, and a gate sees to it
        if not jumped and abs(seconds - self.ended) > SETTLES_S:
            raise self.lines.refuse(
                number, f"ends slice {len(self.found) - 1} at {self.ended:.3f} s of {seconds:.3f} s: rows are missing"
            )
