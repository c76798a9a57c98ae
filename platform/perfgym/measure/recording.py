"""A recording: raw samples of several arms from one fresh start, and the segments that can be made of it.

The format (two CSV files) is described in docs/method.md; recording_files.py reads it.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfgym.measure.blocks import Block, BlockSegment, Round
from perfgym.measure.errors import BadSamples
from perfgym.measure.samples import SLICE_SECONDS, Pair, Segment, Slice

REQUEST_BY_REQUEST = "reqalt"
BLOCKS = "inter"
ALTERNATING = "alternating"  # as arm of a slice: its requests went to all arms in turn

Facts = Mapping[str, float]  # a row of slices.csv by the name of its column, less `slice` and `arm`


@dataclass(frozen=True)
class Row:
    """A slice of a recording."""

    index: int
    arm: str  # ALTERNATING, or the only arm that was under load
    facts: Facts


@dataclass(frozen=True)
class Recording:
    """One fresh start of several arms at once. `latencies[slice][arm]` are milliseconds in the order of sending."""

    name: str
    design: str
    arms: tuple[str, ...]
    latencies: Mapping[int, Mapping[str, tuple[float, ...]]]
    slices: tuple[Row, ...]
    slice_s: float = SLICE_SECONDS

    def segment(self, before: str, after: str, slices: int | None = None) -> Segment:
        """The slices, or the first so many of them, of two arms: the i-th requests of a slice are a pair.

        Raises BadSamples for an unknown arm and for a recording that does not alternate request by request.
        """
        self._check(before, after)
        if self.design != REQUEST_BY_REQUEST:
            raise BadSamples(
                f"{self.name} is of design {self.design}: its requests form no pairs. Judge it by a metric of blocks."
            )
        rows = self.slices[:slices]
        return Segment(
            tuple(pair for row in rows for pair in self._pairs(row.index, before, after)),
            tuple(self._slice(row, before, after) for row in rows),
        )

    def blocks(self, before: str, after: str) -> BlockSegment:
        """Rounds of two arms; each arm's i-th block is in the i-th. Memory is not recorded.

        Raises BadSamples for an unknown arm, for a recording that alternates, and for arms of unequal blocks.
        """
        self._check(before, after)
        if self.design == REQUEST_BY_REQUEST:
            raise BadSamples(f"{self.name} alternates request by request: it has no blocks. Judge it by wall or cpu.")
        rows = {arm: [row for row in self.slices if row.arm == arm] for arm in (before, after)}
        if len(rows[before]) != len(rows[after]):
            raise BadSamples(f"{self.name} has {len(rows[before])} blocks of {before}, {len(rows[after])} of {after}.")
        return BlockSegment(
            tuple(
                Round(index, self._block(b), self._block(a), after_first=a.index < b.index)
                for index, (b, a) in enumerate(zip(rows[before], rows[after], strict=True))
            ),
            planned_s=self.slice_s,
        )

    def _check(self, before: str, after: str) -> None:
        if not {before, after} <= set(self.arms):
            raise BadSamples(f"{self.name} has the arms {', '.join(self.arms)}, not {before} and {after}.")

    def _pairs(self, index: int, before: str, after: str) -> Iterator[Pair]:
        arms = self.latencies[index]
        return (Pair(index, b, a) for b, a in zip(arms[before], arms[after], strict=True))

    def _slice(self, row: Row, before: str, after: str) -> Slice:
        steal, busy = _shares(row.facts)
        return Slice(
            index=row.index,
            cpu_before_s=row.facts[f"cpu_s_{before}"],
            cpu_after_s=row.facts[f"cpu_s_{after}"],
            n_before=len(self.latencies[row.index][before]),
            n_after=len(self.latencies[row.index][after]),
            seconds=row.facts["duration_s"],
            generator_cpu_s=row.facts["gen_cpu_s"],
            steal=steal,
            busy=busy,
        )

    def _block(self, row: Row) -> Block:
        steal, busy = _shares(row.facts)
        latencies = self.latencies[row.index][row.arm]
        return Block(
            requests=len(latencies),
            seconds=row.facts["duration_s"],
            latencies_ms=latencies,
            cpu_s=row.facts[f"cpu_s_{row.arm}"],
            generator_cpu_s=row.facts["gen_cpu_s"],
            steal=steal,
            busy=busy,
        )


def _shares(facts: Facts) -> tuple[float, float]:
    """(steal, busy) as shares of the machine's CPU time; NaN, which a gate refuses, where no time passed."""
    busy, idle, steal = (facts[f"host_{state}_s"] for state in ("busy", "idle", "steal"))
    total = busy + idle + steal
    return (steal / total, busy / total) if total > 0 else (math.nan, math.nan)
