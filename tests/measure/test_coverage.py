"""How often the interval holds the truth, simulated: dependent samples, and starts that differ by tau.

Samples follow a first-order autoregression within a segment, as latencies on a drifting machine do, and each segment
has an offset of its own. All seeds are fixed, so these are calculations, not experiments that may fail.
"""

import random

import pytest

from perfgym.measure.estimate import TAU, TRIM_CPU, TRIM_WALL, estimate
from perfgym.measure.rule import ALPHA, LOOKS

TRUTH = -0.10
PAIRS, SLICES = 240, 24  # in a segment


def samples(rng: random.Random, count: int, correlation: float, sd: float) -> list[float]:
    """Log ratios of one segment."""
    offset, state, made = rng.gauss(0, TAU), rng.gauss(0, sd), []
    for _ in range(count):
        state = correlation * state + rng.gauss(0, sd * (1 - correlation**2) ** 0.5)
        made.append(TRUTH + offset + state)
    return made


def missed(seed: int, count: int, trim: float, correlation: float, sd: float) -> tuple[int, bool]:
    """(looks whose interval misses the truth, whether any look called a gain larger than the true one certain)."""
    rng, taken, misses, overclaimed = random.Random(seed), [], 0, False
    for look in range(1, LOOKS + 1):
        taken += samples(rng, count, correlation, sd)
        found = estimate(taken, trim=trim, segments=look, p=1 - ALPHA / LOOKS)
        misses += not found.low <= TRUTH <= found.high
        overclaimed |= found.high < TRUTH
    return misses, overclaimed


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.5])
@pytest.mark.parametrize(
    ("count", "trim", "sd", "sessions"),
    [pytest.param(PAIRS, TRIM_WALL, 0.15, 200, id="wall"), pytest.param(SLICES, TRIM_CPU, 0.03, 800, id="cpu")],
)
def test_coverage_is_nominal_or_better(count, trim, sd, sessions, correlation):
    outcomes = [missed(seed, count, trim, correlation, sd) for seed in range(sessions)]
    assert sum(misses for misses, _ in outcomes) / (sessions * LOOKS) <= 2 * ALPHA / LOOKS
    assert sum(overclaimed for _, overclaimed in outcomes) / sessions <= ALPHA
