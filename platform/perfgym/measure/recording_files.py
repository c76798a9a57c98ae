"""Reads recordings, and refuses one that is cut, out of order or incomplete, with file and line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perfgym.measure.csv_lines import Lines, lines_of
from perfgym.measure.errors import BadSamples
from perfgym.measure.possible import HOUR_MS, STRETCH
from perfgym.measure.recording import ALTERNATING, BLOCKS, REQUEST_BY_REQUEST, Recording, Row
from perfgym.measure.samples import SLICE_SECONDS

MANIFEST = "manifest.json"
FACT_COLUMNS = ("duration_s", "gen_cpu_s", "host_busy_s", "host_idle_s", "host_steal_s")
ARM_COLUMN = "cpu_s_"
SETTLES_S = 0.25  # a slice ends when its last request does; in our recordings at most 0.022 s later

Entry = Mapping[str, Any]


def read_all(folder: Path) -> dict[str, Recording]:
    """Every recording of a folder's manifest.json, by name. Raises BadSamples where a file cannot be understood."""
    return {name: read(folder / name) for name in _manifest(folder)}


def read(base: Path) -> Recording:
    """The recording BASE.requests.csv and BASE.slices.csv, with its entry in a manifest.json beside them, if any.

    Raises BadSamples with file and line.
    """
    entry = _manifest(base.parent).get(base.name, {}) if (base.parent / MANIFEST).exists() else {}
    rows, arms = _slices(lines_of(base.with_name(f"{base.name}.slices.csv")), entry)
    design = str(entry.get("design", REQUEST_BY_REQUEST if rows[0].arm == ALTERNATING else BLOCKS))
    slice_s = _slice_seconds(base, entry)
    requests = _Requests(lines_of(base.with_name(f"{base.name}.requests.csv")), rows, arms, slice_s)
    return Recording(
        name=base.name,
        design=design,
        arms=arms,
        latencies=requests.read(entry.get("requests")),
        slices=rows,
        slice_s=slice_s,
    )


def _manifest(folder: Path) -> dict[str, Entry]:
    """Entries of manifest.json by the name of their recording."""
    path = folder / MANIFEST
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {str(entry["file"]): dict(entry) for entry in entries}
    except (OSError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadSamples(f"{path} cannot be read: {type(error).__name__}: {error}. Mend it or take it away.") from error


def _slice_seconds(base: Path, entry: Entry) -> float:
    seconds = entry.get("slice_s", SLICE_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 60:
        raise BadSamples(f"{MANIFEST} says that a slice of {base.name} lasts {seconds!r} s; that cannot be. Mend it.")
    return float(seconds)


def _slices(lines: Lines, entry: Entry) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows of slices.csv, numbered from 0 without a gap, and the arms."""
    arms = tuple(name.removeprefix(ARM_COLUMN) for name in lines.columns if name.startswith(ARM_COLUMN))
    if isinstance(stated := entry.get("arms", {}), dict) and set(stated) - set(arms):
        raise lines.refuse(1, f"has no CPU column of every arm that {MANIFEST} names")
    named = (*FACT_COLUMNS, *(name for name in lines.columns if name not in ("slice", "arm", *FACT_COLUMNS)))
    rows: list[Row] = []
    for number, (index, arm, *facts) in lines.rows("slice", "arm", *named):
        if lines.whole(number, index) != len(rows):
            raise lines.refuse(number, f"has slice {index[:20]} where slice {len(rows)} should follow")
        if arm not in (*arms, ALTERNATING):
            raise lines.refuse(number, f"names the arm {arm[:20]!r}, which has no CPU column")
        values = (lines.number(number, each) for each in facts)
        rows.append(Row(len(rows), arm, dict(zip(named, values, strict=True))))
    if not rows or entry.get("slices", len(rows)) != len(rows):
        raise lines.refuse(lines.last, f"is the end after {len(rows)} slices; {entry.get('slices', 'some')} are needed")
    return tuple(rows), arms


@dataclass
class _Requests:
    """Reads requests.csv line by line against what slices.csv says."""

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
