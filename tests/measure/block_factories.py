"""Makes segments of blocks in which every cost has a known ratio, with seeded noise."""

import random
from typing import Any

from perfgym.measure.blocks import Block, BlockSegment, Round
from perfgym.measure.costs import BlockMetric

MIB = 1 << 20
LEAK = 40 * MIB  # an arm's growth in a block, far above what cannot be told from none


def block(requests: int = 100, **more: Any) -> Block:
    """A block without failures."""
    return Block(requests, 1.0, (10.0,) * requests, **more)


def block_segment(
    ratio: float = 1.0,
    *,
    seed: int = 1,
    noise: float = 0.05,
    requests: int = 300,
    rounds: int = 24,
    failing_before: float = 0.0,
    failing_after: float = 0.0,
) -> BlockSegment:
    """Rounds of a second in which after's latency, CPU, growth and time a request are `ratio` times those of before.

    `requests` is how many before answers in a block; `failing_*` are shares of requests.
    """
    rng = random.Random(seed)
    memory = [100 * MIB, 100 * MIB]
    made = []
    for index in range(rounds):
        arms = []
        for arm, (cost, share) in enumerate(((1.0, failing_before), (ratio, failing_after))):
            cost *= rng.lognormvariate(0, noise) if noise else 1
            sent = round(requests / cost)
            errors = round(sent * share)
            grown = round(LEAK * cost * sent / requests)
            arms.append(
                Block(
                    requests=sent,
                    seconds=1.0,
                    latencies_ms=tuple(rng.uniform(8, 14) * cost for _ in range(sent - errors)),
                    errors=errors,
                    cpu_s=0.3 * cost * sent / requests,
                    memory_start_bytes=memory[arm],
                    memory_end_bytes=memory[arm] + grown,
                    lag_ms=0.4,
                    generator_cpu_s=0.02,
                    busy=0.5,
                )
            )
            memory[arm] += grown
        made.append(Round(index, *arms, after_first=rng.random() < 0.5))
    return BlockSegment(tuple(made))


def changed(metric: BlockMetric, ratio: float, *, count: int = 3, seed: int = 1) -> list[BlockSegment]:
    """Segments in which this metric's cost has this ratio."""
    if metric is BlockMetric.ERROR_BUDGET:
        return block_segments(count, 1.0, seed=seed, failing_before=0.1, failing_after=0.1 * ratio)
    return block_segments(count, ratio, seed=seed)


def block_segments(count: int, ratio: float = 1.0, *, seed: int = 1, **more: Any) -> list[BlockSegment]:
    """That many segments of different seeds."""
    return [block_segment(ratio, seed=seed + number, **more) for number in range(count)]
