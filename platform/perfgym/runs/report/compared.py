"""A comparison that was judged, as its page needs it: the verdict, every pair, every half second."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from perfgym.charts.forest import Ratio
from perfgym.measure import bundle, gates
from perfgym.measure.bundle.columns import AFTER, BEFORE
from perfgym.measure.estimate import TRIM_CPU, TRIM_WALL, cpu_values, estimate, trimmed_mean, wall_values
from perfgym.measure.rule import ALPHA, LOOKS, Metric
from perfgym.measure.samples import Segment, Slice

ENOUGH = 60  # pairs of a kind of request, five a batch: with fewer an interval says nothing

FAR = 20.0  # in log ratio; an interval beyond it says nothing anyway


@dataclass(frozen=True)
class Compared:
    """`result` as it was stored; `content` of its evidence."""

    result: Mapping[str, Any]
    content: bundle.Content

    @cached_property
    def latencies(self) -> tuple[list[float], list[float]]:
        """(before, after) in ms of every request that counted, pair by pair."""
        columns = self.content.requests.columns
        order = columns["pair"].argsort(kind="stable")
        kept, arm, ms = columns["kept"][order], columns["arm"][order], columns["latency_ms"][order]
        return ms[kept & (arm == BEFORE)].tolist(), ms[kept & (arm == AFTER)].tolist()

    @cached_property
    def gated(self) -> gates.Gated[Segment]:
        return gates.apply(self.content.segments)

    @property
    def by_cpu(self) -> bool:
        return bool(self.result["metric"] == Metric.CPU)

    @cached_property
    def ratios(self) -> list[float]:
        """After divided by before: of each pair's latency, or of each half second's CPU a request."""
        if self.by_cpu:
            return [math.exp(value) for value in cpu_values(self.gated.segments)]
        before, after = self.latencies
        return [b and a / b for b, a in zip(before, after, strict=True)]

    @cached_property
    def starts(self) -> list[Ratio]:
        """The ratio of each fresh start by itself, and that of all as it was judged."""
        values = [self._values(one) for one in self.gated.segments]
        rows = [
            self._ratio(f"start {number + 1}", one, TRIM_CPU if self.by_cpu else TRIM_WALL, 1)
            for number, one in enumerate(values)
            if one
        ]
        low, high = self.result["interval"]
        return [*rows, Ratio("all together", sum(map(len, values)), self.result["ratio"], low, high)]

    @cached_property
    def names(self) -> list[Ratio]:
        """The ratio of latency of each kind of request, the most frequent first."""
        found = [
            self._ratio(name, [math.log(a) - math.log(b) for b, a in zip(before, after, strict=True) if a and b],
                        TRIM_WALL, len(self.content.segments), ENOUGH)
            for name, (before, after) in self.by_name.items()
        ]  # fmt: skip
        return [one for one in found if one.count]

    @cached_property
    def by_name(self) -> dict[str, tuple[list[float], list[float]]]:
        """(before, after) in ms of each kind of request, pair by pair, the most frequent first."""
        requests = self.content.requests
        columns = requests.columns
        order = np.lexsort((columns["pair"], columns["segment"]))
        kept, arm, ms, name = (columns[each][order] for each in ("kept", "arm", "latency_ms", "name"))
        found = {}
        for index, count in sorted(enumerate(np.bincount(name[kept], minlength=1)), key=lambda one: -one[1]):
            if count:
                mine = kept & (name == index)
                found[requests.names[index]] = (ms[mine & (arm == BEFORE)].tolist(), ms[mine & (arm == AFTER)].tolist())
        return found

    @cached_property
    def halves(self) -> list[tuple[float, int, Slice, bool]]:
        """(seconds of measuring at its end, segment, half second, whether it counted)"""
        dropped = {(one.segment, one.slice) for one in self.gated.dropped}
        rows = [(number, one) for number, segment in enumerate(self.content.segments) for one in segment.slices]
        ends = accumulate(one.seconds for _, one in rows)
        return [
            (t, number, one, (number, one.index) not in dropped) for t, (number, one) in zip(ends, rows, strict=True)
        ]

    @cached_property
    def breaks(self) -> list[float]:
        """Seconds of measuring at which both versions were started anew."""
        return [before[0] for before, after in pairwise(self.halves) if before[1] != after[1]]

    def _values(self, segment: Segment) -> list[float]:
        return cpu_values([segment]) if self.by_cpu else wall_values([segment])

    def _ratio(self, name: str, values: Sequence[float], trim: float, segments: int, least: int = 12) -> Ratio:
        """Computed as the verdict's, from these values alone."""
        if not values:
            return Ratio(name, 0, 1.0)
        if len(values) < least:
            return Ratio(name, len(values), math.exp(trimmed_mean(sorted(values), trim)))
        alpha = float(self.result.get("alpha") or ALPHA)
        found = estimate(values, trim=trim, segments=segments, p=1 - alpha / LOOKS)
        ends = (math.exp(min(FAR, max(-FAR, log))) for log in (found.value, found.low, found.high))
        return Ratio(name, len(values), *ends)
