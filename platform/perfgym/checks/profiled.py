"""The CPU profile of a learner's load test: the app's own functions, and how far a count of samples may lie off."""

from collections.abc import Sequence
from math import sqrt

from perfgym.charts import folded
from perfgym.charts.functions import Origin, Row, rows
from perfgym.checks.evidence import LoadTest

STACKS = "profile.folded"  # as a run keeps them
HALF_WIDTH = 2.0  # standard errors: about 95 %
MOST = 25  # functions to choose from


def samples(test: LoadTest) -> int:
    """How many samples its CPU profile has; 0 without one."""
    facts = test.result.get("profile") or {}
    counts = facts.get("profiling") == "cpu" and not facts.get("problem")
    return int(facts.get("samples", 0)) if counts else 0


def functions(test: LoadTest) -> tuple[Row, ...]:
    """The app's own functions that used CPU, themselves or in library code, the most first; none without a profile."""
    if not samples(test) or STACKS not in test.files:
        return ()
    found = [row for row in rows(folded.read(test.files[STACKS])) if row.function.origin is Origin.OWN and row.charged]
    return tuple(sorted(found, key=lambda row: (-row.charged, row.function.title)))


def choices(found: Sequence[Row]) -> tuple[str, ...]:
    """The names to choose from: the functions with the most, in the order of the alphabet."""
    return tuple(sorted(row.function.title for row in found[:MOST]))


def less(one: Row, other: Row) -> bool:
    """Whether one function has fewer samples than another by more than chance.

    Counts of one profile are multinomial: the variance of a difference is a + b - (a - b)² / n (Agresti, Categorical
    Data Analysis, section 1.4).
    """
    difference = other.charged - one.charged
    spread = sqrt(max(0.0, one.charged + other.charged - difference**2 / one.whole))
    return difference > HALF_WIDTH * spread


def half_width(row: Row) -> float:
    """By how much a share may be off by chance, from the binomial error of its samples; between 0 and 1."""
    share = row.charged_share
    return HALF_WIDTH * sqrt(share * (1 - share) / row.whole)
