"""A figure of a learner's load test, and how far a repeat of that test may lie from it."""

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from perfgym.checks.evidence import LoadTest, named

LEAST, MOST = 0.05, 0.25  # of a value: what rounding takes, and what is more than noise
ALIKE = 5  # repeats that are looked at
FEW = 3  # seconds from which a spread can be told
HALF_WIDTH = 2.0  # standard errors: about 95 %


def value(test: LoadTest, figure: str, name: str | None = None) -> float | None:
    """p50, p95, p99 (ms) or rps (1/s) of a test, or of its requests of one name; None where there is none."""
    if name is None:
        return test.figures.get(figure)
    of_name = named(test.names, name)
    if of_name is None:
        return None
    if figure == "rps":
        return of_name.count / test.seconds if test.seconds else None
    return of_name.figures.get(figure)


def tolerance(tests: Sequence[LoadTest], values: Sequence[float], figure: str) -> float:
    """Relative half width around the first value, from the noise within that test and between its repeats.

    `values` are those of `tests`, the newest first, of which those like the first are its repeats. Within a test the
    seconds are taken as batches: the half width is two standard errors of their mean (Law, Simulation Modeling and
    Analysis, batch means).
    """
    newest, noise = values[0], _within(tests[0].series.get(figure, ()))
    for test, each in list(zip(tests, values, strict=True))[1:ALIKE]:
        if test.like == tests[0].like:
            noise = max(noise, abs(each / newest - 1))
    return min(MOST, max(LEAST, noise))


def near(given: float, expected: float, share: float) -> bool:
    """Whether a number lies within a share of the expected one."""
    return math.isfinite(given) and abs(given - expected) <= share * abs(expected)


def _within(series: Sequence[float]) -> float:
    """Relative half width of the mean of a series; 0 where it is too short to say."""
    counted = [each for each in series if each > 0]
    if len(counted) < FEW:
        return 0.0
    return HALF_WIDTH * stdev(counted) / (fmean(counted) * math.sqrt(len(counted)))
