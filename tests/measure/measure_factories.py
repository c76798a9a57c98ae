"""Makes segments of a known ratio with seeded noise."""

import random

from perfgym.measure.samples import SLICES_PER_SEGMENT, Pair, Segment, Slice


def segment(
    ratio: float = 1.0,
    *,
    seed: int = 1,
    noise: float = 0.03,
    pairs: int = 20,
    slices: int = SLICES_PER_SEGMENT,
    cpu_ratio: float | None = None,
) -> Segment:
    """A segment whose latencies, and CPU unless told otherwise, have this ratio after to before."""
    rng = random.Random(seed)
    made_pairs, made_slices = [], []
    for index in range(slices):
        for _ in range(pairs):
            before = rng.uniform(8, 14)
            made_pairs.append(Pair(index, before, before * ratio * rng.lognormvariate(0, noise * 3)))
        cpu = (ratio if cpu_ratio is None else cpu_ratio) * rng.lognormvariate(0, noise)
        made_slices.append(Slice(index, 0.2, 0.2 * cpu, pairs, pairs, lag_ms=0.4, generator_cpu_s=0.02, busy=0.5))
    return Segment(tuple(made_pairs), tuple(made_slices))


def segments(count: int, ratio: float = 1.0, *, seed: int = 1, **more: float) -> list[Segment]:
    """That many segments of different seeds."""
    return [segment(ratio, seed=seed + number, **more) for number in range(count)]
