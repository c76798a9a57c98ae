"""How often the interval holds the truth, simulated: dependent samples, and starts that differ by tau.

Samples follow a first-order autoregression within a segment, as latencies on a drifting machine do, and each segment
has an offset of its own. All seeds are fixed, so these are calculations, not experiments that may fail.
"""

import random

import pytest
from block_factories import MIB

from perfgym.measure.blocks import Block, BlockSegment, Round
from perfgym.measure.costs import BlockMetric
from perfgym.measure.estimate import TAU, TRIM_CPU, TRIM_WALL, estimate
from perfgym.measure.look import look
from perfgym.measure.rule import ALPHA, LOOKS, Verdict

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
    for segments in range(1, LOOKS + 1):
        taken += samples(rng, count, correlation, sd)
        found = estimate(taken, trim=trim, segments=segments, p=1 - ALPHA / LOOKS)
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


def identical_blocks(rng: random.Random, failing: float, leak_bytes: float) -> BlockSegment:
    """24 rounds of two arms that fail alike and grow alike: in whole arenas, two more of them now and then."""
    grown, arenas, rounds = [0.0, 0.0], [100, 100], []
    for index in range(24):
        blocks = []
        for arm in (0, 1):
            sent = round(60 * rng.lognormvariate(0, 0.15))
            errors = sum(rng.random() < failing for _ in range(sent))
            start = arenas[arm]
            grown[arm] += sent * leak_bytes * rng.lognormvariate(0, 0.3)
            arenas[arm] = 100 + int(grown[arm] // MIB) + rng.choice((0, 0, 0, 2))
            memory = {"memory_start_bytes": start * MIB, "memory_end_bytes": arenas[arm] * MIB}
            blocks.append(Block(sent, 1.0, (5.0,) * (sent - errors), errors=errors, **memory))
        rounds.append(Round(index, *blocks))
    return BlockSegment(tuple(rounds))


@pytest.mark.parametrize(
    ("metric", "failing", "leak_bytes"),
    [
        (BlockMetric.ERROR_BUDGET, 0.002, 0),
        (BlockMetric.ERROR_BUDGET, 0.05, 0),
        (BlockMetric.MEMORY_SLOPE, 0, 0),
        (BlockMetric.MEMORY_SLOPE, 0, 20_000),
    ],
)
def test_rare_failures_and_growth_in_lumps_are_no_change(metric, failing, leak_bytes):
    for seed in range(8):
        rng = random.Random(seed)
        taken = [identical_blocks(rng, failing, leak_bytes) for _ in range(LOOKS)]
        looks = [look(taken[:count], metric) for count in range(1, LOOKS + 1)]
        verdicts = {one.judgement.verdict for one in looks if one.judgement}
        assert verdicts
        assert not verdicts & {Verdict.FASTER, Verdict.SLOWER}
