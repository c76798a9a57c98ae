"""What an improvement must not cost: failures, slower writes, more bytes. Broken is only what is certainly broken.

A lab says limits; here they are held against the same recording that the verdict is made of, by the same statistics:
12 consecutive batches, Student's t, an allowance for what one fresh start differs by. Bytes are read from the database
and are exact.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from perfgym.measure.digits import significant
from perfgym.measure.errors import BadSamples
from perfgym.measure.estimate import BATCHES, TAU, TRIM_WALL, Estimate, estimate, log_ratio
from perfgym.measure.percentiles import at
from perfgym.measure.rule import ALPHA, LOOKS
from perfgym.measure.samples import Segment
from perfgym.measure.student import quantile

BEFORE, AFTER = 0, 1  # place in a pair
ENOUGH = 60  # writes of a name to each arm: five a batch; of fewer nothing is said
FAILURES = 3  # fewer say nothing about a share
ALL = "all writes"  # as a name

Pairs = Sequence[tuple[float, float]]  # latency before and after, ms, in the order of measuring
Bytes = Mapping[str, int]  # by arm


class Guard(StrEnum):
    """What a lab may limit."""

    ERROR_RATE = "error_rate"  # share of the requests to "after" that failed
    WRITE_LATENCY = "write_latency"  # after / before, of a usual write
    WRITE_LATENCY_P95 = "write_latency_p95"  # the same of the slow ones
    INDEX_BYTES = "index_bytes"  # after / before, of all that is kept beside the original's rows


@dataclass(frozen=True)
class Guarded:
    """One limit, and what was found. `ratio` is after / before; all numbers are None where there was too little."""

    guard: Guard
    limit: float
    broken: bool
    of: str = ""  # which requests
    count: int = 0  # of them, to each arm
    before: float | None = None  # ms, bytes, or a share
    after: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None

    def stated(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "guard": self.guard.value}


def judge(
    limits: Mapping[str, float],
    writes: Mapping[str, Pairs],
    segments: Sequence[Segment],
    index_bytes: Bytes | None,
    alpha: float = ALPHA,
) -> list[Guarded]:
    """Each limit held against what was measured, in the order of Guard. Raises BadSamples for what is no limit.

    `writes` are the pairs that count, of ALL and by name; `segments` as measured; `index_bytes` by arm, if read.
    """
    if unknown := sorted(set(limits) - set(Guard)):
        raise BadSamples(f"There is no guard called {unknown[0]!r}.")
    if not all(math.isfinite(limit) and limit > 0 for limit in limits.values()):
        raise BadSamples("A guard's limit must be a number above zero.")
    found: dict[Guard, Callable[[float], Guarded]] = {
        Guard.ERROR_RATE: lambda limit: _errors(limit, segments),
        Guard.WRITE_LATENCY: lambda limit: _latency(Guard.WRITE_LATENCY, limit, writes, len(segments), alpha),
        Guard.WRITE_LATENCY_P95: lambda limit: _latency(Guard.WRITE_LATENCY_P95, limit, writes, len(segments), alpha),
        Guard.INDEX_BYTES: lambda limit: _bytes(limit, index_bytes),
    }
    return [found[guard](limits[guard]) for guard in Guard if guard in limits]


def _errors(limit: float, segments: Sequence[Segment]) -> Guarded:
    slices = [one for segment in segments for one in segment.slices]
    count, failed = sum(one.n_after for one in slices), sum(one.errors_after for one in slices)
    before = sum(one.errors_before for one in slices)
    if not count:
        return Guarded(Guard.ERROR_RATE, limit, broken=False)
    return Guarded(
        guard=Guard.ERROR_RATE,
        limit=limit,
        broken=failed >= FAILURES and failed > limit * count,
        count=count,
        before=significant(before / count),
        after=significant(failed / count),
    )


def _bytes(limit: float, index_bytes: Bytes | None) -> Guarded:
    if not index_bytes or not index_bytes.get("before"):
        return Guarded(Guard.INDEX_BYTES, limit, broken=False)
    before, after = float(index_bytes["before"]), float(index_bytes["after"])
    ratio = significant(after / before)
    return Guarded(
        Guard.INDEX_BYTES, limit, ratio > limit, before=before, after=after, ratio=ratio, low=ratio, high=ratio
    )


def _latency(guard: Guard, limit: float, writes: Mapping[str, Pairs], segments: int, alpha: float) -> Guarded:
    """The worst of all writes together and of each kind; together they may err no more often than one may."""
    rows = {name: pairs for name, pairs in writes.items() if len(pairs) >= ENOUGH}
    if not rows:
        return Guarded(guard, limit, broken=False, count=len(writes.get(ALL, ())))
    p = 1 - alpha / (LOOKS * len(rows))
    found = [_ratio(guard, limit, name, pairs, segments, p) for name, pairs in rows.items()]
    return max(found, key=lambda one: (one.broken, one.low or 0.0))


def _ratio(guard: Guard, limit: float, name: str, pairs: Pairs, segments: int, p: float) -> Guarded:
    share = 0.95 if guard is Guard.WRITE_LATENCY_P95 else 0.5
    if guard is Guard.WRITE_LATENCY_P95:
        one = _of_percentiles(pairs, share, segments, p)
    else:
        logs = [log_ratio(before, after, "a latency in milliseconds") for before, after in pairs]
        one = estimate(logs, trim=TRIM_WALL, segments=segments, p=p)
    low = significant(math.exp(one.low))
    return Guarded(
        guard=guard,
        limit=limit,
        broken=low > limit,
        of=name,
        count=len(pairs),
        before=significant(_percentile(pairs, BEFORE, share)),
        after=significant(_percentile(pairs, AFTER, share)),
        ratio=significant(math.exp(one.value)),
        low=low,
        high=significant(math.exp(min(one.high, 700.0))),
    )


def _of_percentiles(pairs: Pairs, share: float, segments: int, p: float) -> Estimate:
    """The log ratio of two percentiles, leaving out each of 12 consecutive batches (Efron and Tibshirani 1993, ch. 11).

    Leaving out a group, not a single value, is what makes a jackknife hold for percentiles (Shao and Wu 1989).
    """
    batch = [place * BATCHES // len(pairs) for place in range(len(pairs))]
    left_out = [
        _log_ratio([pair for pair, each in zip(pairs, batch, strict=True) if each != one], share)
        for one in range(BATCHES)
    ]
    mean = math.fsum(left_out) / BATCHES
    variance = (BATCHES - 1) / BATCHES * math.fsum((each - mean) ** 2 for each in left_out)
    error = math.sqrt(variance + TAU**2 / segments)
    return Estimate(_log_ratio(pairs, share), quantile(p, BATCHES - 1) * error, len(pairs))


def _log_ratio(pairs: Pairs, share: float) -> float:
    return log_ratio(_percentile(pairs, BEFORE, share), _percentile(pairs, AFTER, share), "a latency in milliseconds")


def _percentile(pairs: Pairs, arm: int, share: float) -> float:
    return at(sorted(pair[arm] for pair in pairs), share)
