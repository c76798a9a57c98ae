"""What the arithmetic of a verdict costs: CPU seconds, memory, and how often one could sort the same values instead.

    python3 tests/bench/verdict.py [--requests 100000] [--runs 5]

Judges five segments of pairs by gates and rule, on wall and CPU; then the same number of requests as blocks. The ratio
to one sort of the same values, taken in the same run, does not depend on the machine. Making samples is not counted.
"""

import argparse
import math
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "measure"))

from block_factories import block_segments
from measure_factories import segments

from perfgym.measure.costs import BlockMetric
from perfgym.measure.estimate import wall_values
from perfgym.measure.look import look
from perfgym.measure.rule import LOOKS, Metric
from perfgym.measure.samples import SLICES_PER_SEGMENT

LIMIT_SECONDS, LIMIT_MB = 0.5, 200
SLICES = LOOKS * SLICES_PER_SEGMENT


def cpu_seconds(work: Callable[[], object], runs: int) -> float:
    """Median CPU seconds of this process over the runs."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    each = math.ceil(asked.requests / 2 / SLICES)  # of one arm in a slice
    pairs = segments(LOOKS, 0.9, pairs=each)
    values = wall_values(pairs)
    random.Random(1).shuffle(values)
    sort = cpu_seconds(lambda: sorted(values), asked.runs)
    print(f"{2 * len(values):,} requests; one sort of their {len(values):,} log ratios: {sort:.4f} s of CPU")
    worst = 0.0
    for metric in Metric:
        worst = max(worst, said(f"pairs, {metric}", cpu_seconds(lambda m=metric: look(pairs, m), asked.runs), sort))
    blocks = block_segments(LOOKS, 1.0, requests=each, failing_before=0.001, failing_after=0.001)
    for cost in BlockMetric:
        worst = max(worst, said(f"blocks, {cost}", cpu_seconds(lambda c=cost: look(blocks, c), asked.runs), sort))
    print(f"worst {worst:.3f} s of CPU (limit {LIMIT_SECONDS}), peak memory {peak_mb():.0f} MB (limit {LIMIT_MB})")
    sys.exit(int(worst > LIMIT_SECONDS or peak_mb() > LIMIT_MB))


def said(what: str, seconds: float, sort: float) -> float:
    print(f"{what:<26} {seconds:>7.4f} s of CPU {seconds / sort:>6.1f} sorts")
    return seconds


if __name__ == "__main__":
    main()
