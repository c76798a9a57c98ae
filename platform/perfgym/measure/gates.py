"""Which slices count, and whether the run does. A slice is dropped for both arms, and never for how its ratio looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Generic, TypeVar

from perfgym.measure.estimate import BATCHES
from perfgym.measure.percentiles import percentile
from perfgym.measure.possible import clock_jumped, refuse_latencies, refuse_miscounted
from perfgym.measure.samples import SLICE_SECONDS, Measured, Slice

S = TypeVar("S", bound=Measured)

LAG_MS = 5.0
LAG_SHARE = 0.20  # of the slice's median latency
GENERATOR_CPU = 0.60  # of a core
STEAL = 0.15
LATE_SLICES = 0.25  # more than this share of slices late: the run says nothing
STOLEN_SLICES = 0.50
JUMPED_SLICES = 0.25
ERRORS = 0.005  # share of an arm's requests
ON_PACE = 0.98  # achieved share of the intended arrivals


class Gate(StrEnum):
    """Why a slice was dropped."""

    ERRORS = "errors"
    GENERATOR_LATE = "generator_late"
    GENERATOR_CPU = "generator_cpu"
    STEAL = "steal"
    THROTTLED = "throttled"
    CLOCK = "clock"  # its length, or another reading, cannot be: the machine was suspended, a counter was reset


class Reason(StrEnum):
    """Why a whole run has no verdict."""

    WRONG_ANSWERS = "wrong_answers"
    TOO_MANY_FAILURES = "too_many_failures"  # of after: the learner's
    BASELINE_FAILURES = "baseline_failures"  # of before: the platform's fault
    TOO_NOISY = "too_noisy"
    OFF_PACE = "off_pace"
    TOO_FEW = "too_few_requests"
    CPU_UNREADABLE = "cpu_unreadable"  # some slice's CPU reads zero or less: the clock is too coarse, or was reset


@dataclass(frozen=True)
class Dropped:
    """One slice left out, with everything that was wrong with it."""

    segment: int
    slice: int
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class Gated(Generic[S]):
    """What is left to judge, what is not and why, and the reason that forbids a verdict, if any."""

    segments: tuple[S, ...]
    dropped: tuple[Dropped, ...]
    reason: Reason | None


def apply(
    segments: Sequence[S], *, wrong_answers: int = 0, achieved: float = 1.0, errors_are_judged: bool = False
) -> Gated[S]:
    """Put every slice (of pairs) or round (of blocks) and the run as a whole through the gates. Raises BadSamples.

    `wrong_answers` counts answers of after that differ from those of before; `achieved` is the share of intended
    arrivals that took place, for paced load. With `errors_are_judged` failures are what is compared and forbid nothing.
    """
    refuse_miscounted(segments)
    dropped = tuple(drop for number, segment in enumerate(segments) for drop in _dropped(number, segment))
    kept = tuple(
        segment.without(frozenset(drop.slice for drop in dropped if drop.segment == number))
        for number, segment in enumerate(segments)
    )
    slices = [one for segment in segments for one in segment.slices]
    reason = (
        (Reason.WRONG_ANSWERS if wrong_answers else None)
        or (None if errors_are_judged else _failures(slices))
        or (Reason.OFF_PACE if achieved < ON_PACE else None)
        or _left(slices, kept, dropped)
    )
    return Gated(kept, dropped, reason)


def _dropped(number: int, segment: Measured) -> Iterator[Dropped]:
    latencies = segment.latencies_ms()
    everything = [ms for values in latencies.values() for ms in values]
    refuse_latencies(everything)
    usual = percentile(everything, 0.95) if everything else 0.0
    for one in segment.slices:
        failed = slice_gates(one, latencies.get(one.index, ()), planned_s=segment.planned_s, usual_ms=usual)
        # Under load a failed request does not spoil its block, as it has no latency; the share of failures is limited.
        if counts := tuple(gate for gate in failed if segment.equal_arms or gate is not Gate.ERRORS):
            yield Dropped(number, one.index, counts)


def slice_gates(
    one: Slice, latencies_ms: Sequence[float], *, planned_s: float = SLICE_SECONDS, usual_ms: float = 0.0
) -> tuple[Gate, ...]:
    """The gates that a slice fails, given the latencies of both arms in it. An empty tuple: it counts.

    `usual_ms` is the 95th percentile of its segment's latencies.
    """
    late_above = max(LAG_MS, LAG_SHARE * median(latencies_ms) if latencies_ms else 0.0)
    failed = {
        Gate.ERRORS: one.errors_before + one.errors_after > 0,
        Gate.GENERATOR_LATE: one.lag_ms > late_above,
        Gate.GENERATOR_CPU: one.generator_cpu_s > GENERATOR_CPU * one.seconds,
        Gate.STEAL: one.steal > STEAL,
        Gate.THROTTLED: (one.throttled_before > 0) != (one.throttled_after > 0),
        Gate.CLOCK: clock_jumped(one, planned_s, usual_ms),
    }
    return tuple(gate for gate, fails in failed.items() if fails)


def _failures(slices: Sequence[Slice]) -> Reason | None:
    if _share(sum(one.errors_before for one in slices), sum(one.n_before for one in slices)) > ERRORS:
        return Reason.BASELINE_FAILURES
    if _share(sum(one.errors_after for one in slices), sum(one.n_after for one in slices)) > ERRORS:
        return Reason.TOO_MANY_FAILURES
    return None


def _left(slices: Sequence[Slice], kept: Sequence[Measured], dropped: Sequence[Dropped]) -> Reason | None:
    """Whether enough is left to say anything."""
    if len(slices) < BATCHES:
        return Reason.TOO_FEW
    limits = {Gate.GENERATOR_LATE: LATE_SLICES, Gate.STEAL: STOLEN_SLICES, Gate.CLOCK: JUMPED_SLICES}
    too_many = any(
        _share(sum(gate in drop.gates for drop in dropped), len(slices)) > limit for gate, limit in limits.items()
    )
    left = sum(len(segment.slices) for segment in kept)
    return Reason.TOO_NOISY if too_many or left < BATCHES else None


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float(part > 0)
