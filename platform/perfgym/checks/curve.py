"""Latency against the rate of requests: the steps of a recorded load test, from its raw requests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from perfgym.checks import staged
from perfgym.checks.evidence import LoadTest
from perfgym.measure.bundle.arrays import column
from perfgym.measure.capacity import Step
from perfgym.measure.percentiles import p50_p95_p99

COLUMNS = ("start_s", "latency_ms", "intended_ms", "ok")
FEWEST = 10  # requests of which a percentile is taken

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Requests:
    """Of a whole test, one below the other. `due_s` is when one should have started, since the start of the test."""

    due_s: Column
    intended_ms: Column
    ok: NDArray[np.bool_]


@dataclass(frozen=True)
class Ladder:
    """A test whose rate of arrivals grew by the same factor again and again, each rate held for so many seconds.

    It begins with `warm_up` seconds at the first rate, which are left out.
    """

    first: float  # requests a second
    factor: float
    hold: float  # seconds
    steps: int
    warm_up: float = 0.0

    def rates(self) -> list[float]:
        return [self.first * self.factor**step for step in range(self.steps)]


def requests(test: LoadTest) -> Requests | None:
    """None where the test kept no requests. Raises BadBundle."""
    if any(f"{name}.npy" not in test.files for name in COLUMNS):
        return None
    start, own, intended, ok = (column(test.files[f"{name}.npy"], name) for name in COLUMNS)
    return Requests(start - (intended - own) / 1000, intended, ok.astype(bool))


def of_stages(test: LoadTest, least: int) -> tuple[Step, ...]:
    """The stages of a learner's own test, the lightest first. Raises BadBundle."""
    found = requests(test)
    if found is None:
        return ()
    paced = staged.is_paced(test)
    steps = [_step(found, held.start, held.end, held.level if paced else None) for held in staged.held(test, least)]
    return tuple(sorted((step for step in steps if step), key=lambda step: step.rate))


def of_ladder(test: LoadTest, ladder: Ladder) -> tuple[Step, ...]:
    """The steps of a test with known rates; the last one may have been cut short. Raises BadBundle."""
    found = requests(test)
    if found is None or not len(found.due_s):
        return ()
    begin = float(found.due_s.min()) + ladder.warm_up
    end = float(test.result.get("series", [{}])[-1].get("t", test.seconds))
    steps = []
    for place, rate in enumerate(ladder.rates()):
        start = begin + place * ladder.hold
        if start + ladder.hold / 2 > end:
            break
        steps.append(_step(found, start, min(start + ladder.hold, end), rate))
    known = [step for step in steps if step]
    return (*known[:-1], replace(known[-1], answered=_answered(test))) if known else ()


def _answered(test: LoadTest) -> float:
    """Share of all arrivals that had an answer at the end. What is missing was under way: it is of the last step."""
    due = float(test.result["series"][-1].get("due", 0))
    return min(1.0, test.count / due) if due else 1.0


def _step(found: Requests, start: float, end: float, rate: float | None) -> Step | None:
    """What came of the requests that were due in these seconds; None of too few. Without a rate it is what was sent."""
    inside = (found.due_s >= start) & (found.due_s < end)
    count = int(inside.sum())
    if count < FEWEST:
        return None
    p50, p95, _ = p50_p95_p99(found.intended_ms[inside].tolist())
    return Step(
        rate=count / (end - start) if rate is None else rate,
        p50=p50,
        p95=p95,
        failed=float((~found.ok[inside]).mean()),
    )


def levels(steps: Sequence[Step]) -> list[float]:
    return [step.rate for step in steps]
