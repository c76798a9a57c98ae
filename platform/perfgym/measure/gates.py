"""Which slices count, and whether the run does. A slice is dropped for both arms, and never for how its ratio looks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from perfgym.measure.estimate import BATCHES
from perfgym.measure.samples import Segment, Slice

LAG_MS = 5.0
LAG_SHARE = 0.20  # of the slice's median latency
GENERATOR_CPU = 0.60  # of a core
STEAL = 0.15
LATE_SLICES = 0.25  # more than this share of slices late: the run says nothing
STOLEN_SLICES = 0.50
ERRORS = 0.005  # share of an arm's requests
ON_PACE = 0.98  # achieved share of the intended arrivals


class Gate(StrEnum):
    """Why a slice was dropped."""

    ERRORS = "errors"
    GENERATOR_LATE = "generator_late"
    GENERATOR_CPU = "generator_cpu"
    STEAL = "steal"
    THROTTLED = "throttled"


class Reason(StrEnum):
    """Why a whole run has no verdict."""

    WRONG_ANSWERS = "wrong_answers"
    TOO_MANY_FAILURES = "too_many_failures"  # of after: the learner's
    BASELINE_FAILURES = "baseline_failures"  # of before: the platform's fault
    TOO_NOISY = "too_noisy"
    OFF_PACE = "off_pace"


@dataclass(frozen=True)
class Dropped:
    """One slice left out, with everything that was wrong with it."""

    segment: int
    slice: int
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class Gated:
    """What is left to judge, what is not and why, and the reason that forbids a verdict, if any."""

    segments: tuple[Segment, ...]
    dropped: tuple[Dropped, ...]
    reason: Reason | None


def apply(segments: Sequence[Segment], *, wrong_answers: int = 0, achieved: float = 1.0) -> Gated:
    """Put every slice and the run as a whole through the gates.

    `wrong_answers` counts answers of after that differ from those of before; `achieved` is the share of intended
    arrivals that took place, for paced load.
    """
    dropped = tuple(drop for number, segment in enumerate(segments) for drop in _dropped(number, segment))
    kept = tuple(
        segment.without(frozenset(drop.slice for drop in dropped if drop.segment == number))
        for number, segment in enumerate(segments)
    )
    return Gated(kept, dropped, _reason(segments, kept, dropped, wrong_answers, achieved))


def _dropped(number: int, segment: Segment) -> Iterator[Dropped]:
    latencies: dict[int, list[float]] = defaultdict(list)
    for pair in segment.pairs:
        latencies[pair.slice] += (pair.before_ms, pair.after_ms)
    for one in segment.slices:
        if failed := slice_gates(one, latencies[one.index]):
            yield Dropped(number, one.index, failed)


def slice_gates(one: Slice, latencies_ms: Sequence[float]) -> tuple[Gate, ...]:
    """The gates that a slice fails, given the latencies of both arms in it. An empty tuple: it counts."""
    late_above = max(LAG_MS, LAG_SHARE * median(latencies_ms) if latencies_ms else 0.0)
    failed = {
        Gate.ERRORS: one.errors_before + one.errors_after > 0,
        Gate.GENERATOR_LATE: one.lag_ms > late_above,
        Gate.GENERATOR_CPU: one.generator_cpu_s > GENERATOR_CPU * one.seconds,
        Gate.STEAL: one.steal > STEAL,
        Gate.THROTTLED: (one.throttled_before > 0) != (one.throttled_after > 0),
    }
    return tuple(gate for gate, fails in failed.items() if fails)


def _reason(
    segments: Sequence[Segment], kept: Sequence[Segment], dropped: Sequence[Dropped], wrong: int, achieved: float
) -> Reason | None:
    slices = [one for segment in segments for one in segment.slices]
    if wrong:
        return Reason.WRONG_ANSWERS
    if _share(sum(one.errors_before for one in slices), sum(one.n_before for one in slices)) > ERRORS:
        return Reason.BASELINE_FAILURES
    if _share(sum(one.errors_after for one in slices), sum(one.n_after for one in slices)) > ERRORS:
        return Reason.TOO_MANY_FAILURES
    if achieved < ON_PACE:
        return Reason.OFF_PACE
    return Reason.TOO_NOISY if _too_noisy(len(slices), kept, dropped) else None


def _too_noisy(slices: int, kept: Sequence[Segment], dropped: Sequence[Dropped]) -> bool:
    late = sum(Gate.GENERATOR_LATE in drop.gates for drop in dropped)
    stolen = sum(Gate.STEAL in drop.gates for drop in dropped)
    left = sum(len(segment.slices) for segment in kept)
    return _share(late, slices) > LATE_SLICES or _share(stolen, slices) > STOLEN_SLICES or left < BATCHES


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float(part > 0)
