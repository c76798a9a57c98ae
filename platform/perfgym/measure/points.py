"""Points for a verdict: what share of the reference's gain was reached."""

import math

from perfgym.measure.digits import significant
from perfgym.measure.errors import BadReference
from perfgym.measure.rule import Judgement, Verdict

STEP = 5
ENOUGH = 0.9  # of the reference's log gain earns everything, so that who equals it is not robbed by noise


def points(judgement: Judgement, reference_ratio: float) -> int:
    """0 unless faster; else 5 to 100 in steps of 5. `reference_ratio` is after / before of the reference, on this host.

    Raises BadReference unless it lies between 0 and 1.
    """
    if not 0 < reference_ratio < 1:
        raise BadReference(reference_ratio)
    if judgement.verdict is not Verdict.FASTER:
        return 0
    share = 100 * judgement.estimate / (ENOUGH * math.log(reference_ratio))
    steps = math.floor(significant(share / STEP) + 0.5)  # without the last digits, which depend on the C library
    return min(100, max(STEP, STEP * steps))
