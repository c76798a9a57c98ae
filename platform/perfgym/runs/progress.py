"""What a watcher sees while a comparison goes on: the estimate so far, and the new dots of the pair strip."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from perfgym.measure.percentiles import percentile
from perfgym.measure.rule import Metric, so_far
from perfgym.measure.samples import SLICE_SECONDS, SLICES_PER_SEGMENT, Segment
from perfgym.runs.pairs import Measured, Tally

DOTS_A_SLICE = 40


class Progress:
    """Reports after each slice of one segment."""

    def __init__(
        self,
        report: Callable[[str, Mapping[str, Any]], None],
        done: Sequence[Segment],
        metric: Metric,
        of: int,
        alpha: float,
    ) -> None:
        self._report, self._done, self._metric, self._of, self._alpha = report, list(done), metric, of, alpha

    def __call__(self, slices: Sequence[Measured], tally: Tally, resources: Mapping[str, Mapping[str, Any]]) -> None:
        """`resources`: what both arms used in the last second, {"before": ..., "after": ...}."""
        current = Segment(tuple(pair for one in slices for pair in one.pairs), tuple(one.slice for one in slices))
        segments = [*self._done, current]
        pairs = [pair for segment in segments for pair in segment.pairs]
        halves = [half for segment in segments for half in segment.slices]
        found = so_far(segments, self._metric, alpha=self._alpha)
        requests = sum(half.n_before for half in halves)
        self._report(
            "progress",
            {
                "segment": len(segments),
                "of": self._of,
                "seconds": len(slices) * SLICE_SECONDS,
                "seconds_of": SLICES_PER_SEGMENT * SLICE_SECONDS,
                "pairs": len(pairs),
                "wrong": 0,
                "failures": tally.failures,
                "ratio": found and found.ratio,
                "low": found and found.low,
                "high": found and found.high,
                "median_before": median(pair.before_ms for pair in pairs),
                "median_after": median(pair.after_ms for pair in pairs),
                "p95_before": percentile([pair.before_ms for pair in pairs], 0.95),
                "p95_after": percentile([pair.after_ms for pair in pairs], 0.95),
                "cpu_before": 1000 * sum(half.cpu_before_s for half in halves) / requests,
                "cpu_after": 1000 * sum(half.cpu_after_s for half in halves) / requests,
                "resources": resources,
                "half": _half(slices[-1]),
                "dots": [[round(pair.after_ms / pair.before_ms, 4)] for pair in slices[-1].pairs[:DOTS_A_SLICE]],
            },
        )


def _half(measured: Measured) -> dict[str, Any]:
    """The last slice alone: median in ms, CPU a request in ms, and how late the generator was in ms."""
    one, pairs = measured.slice, measured.pairs
    return {
        "before": {"median": median(pair.before_ms for pair in pairs), "cpu": 1000 * one.cpu_before_s / one.n_before},
        "after": {"median": median(pair.after_ms for pair in pairs), "cpu": 1000 * one.cpu_after_s / one.n_after},
        "lag": one.lag_ms,
    }
