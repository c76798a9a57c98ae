"""Refuses samples that no machine can have produced, before any arithmetic sees them."""

import math
from collections.abc import Iterable, Iterator, Sequence

from perfgym.measure.errors import BadSamples
from perfgym.measure.samples import Measured, Slice

HOUR_MS = 3.6e6  # no request takes longer: deadlines are seconds
CORES = 4096  # no arm has more, so that no slice used more CPU than this times its seconds
STRETCH = 4.0  # how many times its planned length a part may last, latencies apart
SHORT = 0.9  # of the planned length; a part never ends early


def refuse_impossible(segments: Sequence[Measured]) -> None:
    """Raise BadSamples for a latency that is not above zero and within an hour, and for counts that cannot be."""
    refuse_miscounted(segments)
    for segment in segments:
        for latencies in segment.latencies_ms().values():
            refuse_latencies(latencies)


def refuse_latencies(values_ms: Sequence[float]) -> None:
    """Raise BadSamples unless each is a number of milliseconds above zero and within an hour."""
    if not values_ms or (min(values_ms) > 0 and max(values_ms) <= HOUR_MS and not any(map(math.isnan, values_ms))):
        return
    bad = next(each for each in values_ms if not 0 < each <= HOUR_MS)
    raise BadSamples(
        f"A latency in milliseconds is {bad!r}; it must be a finite number above zero and at most an hour. "
        "Nothing is judged; measure again."
    )


def refuse_miscounted(segments: Sequence[Measured]) -> None:
    """Raise BadSamples for counts that cannot be, and for arms of pairs that have unequally many requests."""
    for number, segment in enumerate(segments):
        for one in segment.slices:
            for problem in _miscounted(one, segment.equal_arms):
                raise BadSamples(f"Slice {one.index} of segment {number} {problem}. Nothing is judged; measure again.")


def _miscounted(one: Slice, equal_arms: bool) -> Iterator[str]:
    counts = (one.n_before, one.n_after, one.errors_before, one.errors_after, one.throttled_before, one.throttled_after)
    if not all(0 <= count <= 1e9 for count in counts):
        yield "counts something less than zero times or more than a billion times"
    if equal_arms and one.n_before != one.n_after:
        yield f"has {one.n_before} requests to before and {one.n_after} to after, and pairs need equally many"


def clock_jumped(one: Slice, planned_s: float, usual_ms: float) -> bool:
    """Whether a part's length, or another fact read off clocks and counters, cannot be.

    A part ends with its last request, so it may last longer than planned by what requests usually take (`usual_ms`).
    """
    longest = STRETCH * planned_s + 2 * usual_ms / 1000
    facts = (one.lag_ms, one.generator_cpu_s, one.steal)
    return not (SHORT * planned_s <= one.seconds <= longest and _sane(facts) and one.steal <= 1)


def cpu_unreadable(slices: Iterable[Slice]) -> bool:
    """Whether some slice's CPU time is zero or less, no number, or more than any machine has.

    Zero is what a clock of 10 ms ticks reads of an arm that worked for less: no ratio can be made of it, and leaving
    such slices out would favour one arm, so they forbid a verdict on CPU.
    """
    return any(
        not 0 < cpu <= CORES * max(one.seconds, 0.0) for one in slices for cpu in (one.cpu_before_s, one.cpu_after_s)
    )


def _sane(values: Iterable[float]) -> bool:
    return all(math.isfinite(value) and value >= 0 for value in values)
