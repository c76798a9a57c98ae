"""What the design `blocks` measures: rounds of one block of load for each arm, in random order.

For behaviour under load: several users or paced arrivals, which request-by-request alternation cannot have.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perfgym.measure.errors import BadSamples
from perfgym.measure.samples import Slice

BLOCK_SECONDS = 1.0  # 0.5 to 2 s are sensible


@dataclass(frozen=True)
class Block:
    """One arm under load for `seconds`, and the machine meanwhile.

    `latencies_ms` are those of correct answers, from the intended start where arrivals are paced. CPU and memory are of
    every part of the arm, memory less what the kernel could take back at once (the page cache). `steal` and `busy` are
    shares (0 to 1) of the machine's CPU time; the other facts are as in Slice.
    """

    requests: int  # ended within the block, failures included
    seconds: float
    latencies_ms: tuple[float, ...]
    errors: int = 0
    cpu_s: float = 0.0
    memory_start_bytes: int = 0
    memory_end_bytes: int = 0
    lag_ms: float = 0.0
    generator_cpu_s: float = 0.0
    steal: float = 0.0
    busy: float = 0.0
    throttled: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.errors <= self.requests or len(self.latencies_ms) != self.requests - self.errors:
            raise BadSamples(
                f"A block has {self.requests} requests, {self.errors} errors and {len(self.latencies_ms)} latencies; "
                "every request is an error or has a latency. Record it again."
            )

    @property
    def answered(self) -> int:
        return self.requests - self.errors


@dataclass(frozen=True)
class Round:
    """A block of each arm, one right after the other, in an order drawn for each round."""

    index: int  # counted within the segment
    before: Block
    after: Block
    after_first: bool = False

    def swapped(self) -> "Round":
        return Round(self.index, self.after, self.before, not self.after_first)

    def facts(self, planned_s: float) -> Slice:
        """The round as the gates see it: of each machine fact the worse of the two blocks, whichever arm's it is."""
        blocks = (self.before, self.after)
        seconds = max((one.seconds for one in blocks), key=lambda each: _distance(each, planned_s))
        return Slice(
            index=self.index,
            cpu_before_s=self.before.cpu_s,
            cpu_after_s=self.after.cpu_s,
            n_before=self.before.requests,
            n_after=self.after.requests,
            seconds=seconds,
            lag_ms=_worst(one.lag_ms for one in blocks),
            generator_cpu_s=_worst(one.generator_cpu_s / one.seconds * seconds if one.seconds else 0 for one in blocks),
            steal=_worst(one.steal for one in blocks),
            busy=_worst(one.busy for one in blocks),
            throttled_before=self.before.throttled,
            throttled_after=self.after.throttled,
            errors_before=self.before.errors,
            errors_after=self.after.errors,
        )


@dataclass(frozen=True)
class BlockSegment:
    """Everything measured after one fresh start of both arms, in the order in which it happened: design `blocks`."""

    rounds: tuple[Round, ...]
    planned_s: float = BLOCK_SECONDS

    @property
    def equal_arms(self) -> bool:
        return False  # under load the faster arm answers more

    @property
    def slices(self) -> tuple[Slice, ...]:
        """One for each round."""
        return tuple(one.facts(self.planned_s) for one in self.rounds)

    def latencies_ms(self) -> Mapping[int, Sequence[float]]:
        """Latencies of both arms by the index of their round."""
        return {one.index: one.before.latencies_ms + one.after.latencies_ms for one in self.rounds}

    def without(self, dropped: frozenset[int]) -> "BlockSegment":
        """The segment less the rounds of these indexes."""
        return BlockSegment(tuple(one for one in self.rounds if one.index not in dropped), self.planned_s)

    def swapped(self) -> "BlockSegment":
        """The segment with the arms exchanged: what was before is after."""
        return BlockSegment(tuple(one.swapped() for one in self.rounds), self.planned_s)


def _distance(seconds: float, planned_s: float) -> float:
    """How far a length is from the planned one. What is no number is the farthest."""
    far = abs(seconds - planned_s)
    return math.inf if math.isnan(far) else far


def _worst(values: Iterable[float]) -> float:
    """The largest, but a number that cannot be (NaN or negative) before any other, so that a gate sees it."""
    return max(values, key=lambda each: math.inf if not each >= 0 else each)
