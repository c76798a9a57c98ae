"""The costs of the design `blocks`, each as ln(after / before): negative is better.

Throughput and CPU are compared round by round. Tails, failures and growth need more requests than a block has, and a
tail that comes once in ten blocks must not be trimmed away as an outlier: they are compared over twelfths of a segment,
each of some consecutive rounds.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from perfgym.measure.blocks import Block, BlockSegment, Round
from perfgym.measure.errors import BadSamples, TooFewSamples
from perfgym.measure.estimate import BATCHES, log_ratio
from perfgym.measure.percentiles import percentile

TRIM_BLOCKS = 0.10
ARENA_BYTES = 1 << 20  # in steps of this CPython takes memory from the system (Objects/obmalloc.c, since 3.10)


class BlockMetric(StrEnum):
    """What a comparison of blocks can be about. The value is the cost whose ratio is shown."""

    THROUGHPUT = "throughput"  # seconds a correct answer, so that more a second is a ratio below one
    P95 = "p95"
    P99 = "p99"
    ERROR_BUDGET = "error_budget"  # failed requests a request
    CPU_PER_REQUEST = "cpu_per_request"
    MEMORY_SLOPE = "memory_slope"  # bytes grown a request


def block_values(segments: Sequence[BlockSegment], metric: BlockMetric) -> list[float]:
    """The log ratios of this cost, in order. Raises BadSamples, and TooFewSamples where a part has too few answers."""
    return [value for segment in segments for value in _VALUES[metric](segment.rounds)]


def _throughput(rounds: Sequence[Round]) -> list[float]:
    return [_per_answer(one, one.before.seconds, one.after.seconds, "a block's seconds") for one in rounds]


def _cpu(rounds: Sequence[Round]) -> list[float]:
    return [_per_answer(one, one.before.cpu_s, one.after.cpu_s, "a block's CPU seconds") for one in rounds]


def _per_answer(one: Round, before: float, after: float, what: str) -> float:
    if not (one.before.answered and one.after.answered):
        raise TooFewSamples(0, 1, "correct answers in a block of one arm")
    return log_ratio(before, after, what) - log_ratio(one.before.answered, one.after.answered, "a block's answers")


def _tail(share: float) -> Callable[[Sequence[Round]], list[float]]:
    """Values of the percentile `share`, over all answers of an arm in a twelfth.

    With fewer than 1 / (1 - share) answers the nearest rank is the largest: that is no percentile, so TooFewSamples.
    """
    needed = round(1 / (1 - share))

    def of(blocks: Sequence[Block]) -> float:
        latencies = [ms for block in blocks for ms in block.latencies_ms]
        if len(latencies) < needed:
            raise TooFewSamples(len(latencies), needed, "answers of one arm in a twelfth of a segment")
        return percentile(latencies, share)

    def values(rounds: Sequence[Round]) -> list[float]:
        return [log_ratio(of(before), of(after), "a percentile of latencies") for before, after in _twelfths(rounds)]

    return values


def _errors(rounds: Sequence[Round]) -> list[float]:
    return [_error_value(before, after) for before, after in _twelfths(rounds)]


def _error_value(before: Sequence[Block], after: Sequence[Block]) -> float:
    """ln of the ratio of failure rates, (failed + k) / (requests + 2k), defined without a failure too.

    For equal arms k is 0.5, the correction of Haldane (1956) and Anscombe (1956). For unequal ones, as under load, k is
    an arm's share of the requests (Sweeting, Sutton and Lambert 2004): with 0.5 for both, the arm that answers more
    would seem to fail less when neither fails.
    """
    sent = [sum(one.requests for one in blocks) for blocks in (before, after)]
    if not all(sent):
        raise TooFewSamples(0, 1, "requests to one arm in a twelfth of a segment")
    failed = [sum(one.errors for one in blocks) for blocks in (before, after)]
    share = [count / sum(sent) for count in sent]
    rates = [(f + k) / (n + 2 * k) for f, n, k in zip(failed, sent, share, strict=True)]
    return math.log(rates[1]) - math.log(rates[0])


def _memory(rounds: Sequence[Round]) -> list[float]:
    return [_memory_value(before, after) for before, after in _twelfths(rounds)]


def _memory_value(before: Sequence[Block], after: Sequence[Block]) -> float:
    """ln((grown after + floor) / (grown before + floor)), in bytes a request; growth is that of memory in a twelfth.

    Growth may be zero or negative, where no ratio is defined. What is negative counts as none, and both get the same
    floor: one arena of the allocator spread over the requests (a started logarithm: Tukey 1977, Exploratory Data
    Analysis, ch. 3). Memory comes in arenas, so less cannot be told from none, two arms that do not grow have the ratio
    one, and a ratio below one understates the gain.
    """
    sent = [sum(one.requests for one in blocks) for blocks in (before, after)]
    if not all(sent):
        raise TooFewSamples(0, 1, "requests to one arm in a twelfth of a segment")
    floor = 2 * ARENA_BYTES / sum(sent)
    grown = [max(_growth(blocks), 0) / count for blocks, count in zip((before, after), sent, strict=True)]
    return math.log(grown[1] + floor) - math.log(grown[0] + floor)


def _growth(blocks: Sequence[Block]) -> float:
    """Bytes from the first start to the last end, so that what was taken only for a while does not count."""
    for one in blocks:
        for memory in (one.memory_start_bytes, one.memory_end_bytes):
            if not 0 < memory < math.inf:
                raise BadSamples(f"A block's memory is {memory!r} bytes; growth needs a finite number above zero.")
    return blocks[-1].memory_end_bytes - blocks[0].memory_start_bytes


def _twelfths(rounds: Sequence[Round]) -> list[tuple[list[Block], list[Block]]]:
    """(before, after) blocks of up to 12 groups of consecutive rounds, as equal in size as can be."""
    count = len(rounds)
    groups = min(BATCHES, count)
    cuts = [number * count // groups for number in range(groups + 1)] if groups else []
    parts = [rounds[start:end] for start, end in pairwise(cuts)]
    return [([one.before for one in part], [one.after for one in part]) for part in parts]


_VALUES: Mapping[BlockMetric, Callable[[Sequence[Round]], list[float]]] = {
    BlockMetric.THROUGHPUT: _throughput,
    BlockMetric.P95: _tail(0.95),
    BlockMetric.P99: _tail(0.99),
    BlockMetric.ERROR_BUDGET: _errors,
    BlockMetric.CPU_PER_REQUEST: _cpu,
    BlockMetric.MEMORY_SLOPE: _memory,
}
