"""A chart of numbers that cannot be is refused rather than drawn."""

import math
from collections.abc import Sequence

from perfgym.measure.errors import BadSamples, TooFewSamples


def positive(values: Sequence[float], what: str) -> None:
    """Raises BadSamples unless each value is a finite number above zero."""
    bad = next((value for value in values if not (math.isfinite(value) and value > 0)), None)
    if bad is not None:
        raise BadSamples(f"{what} is {bad!r}; a chart needs finite numbers above zero.")


def some(values: Sequence[float], what: str) -> None:
    """Raises TooFewSamples for none, BadSamples unless each is a finite number of zero or more."""
    if not len(values):
        raise TooFewSamples(0, 1, what)
    if not all(math.isfinite(value) and value >= 0 for value in values):
        raise BadSamples(f"A chart of {what} needs finite numbers of zero or more.")
