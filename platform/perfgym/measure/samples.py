"""What a comparison measures: pairs of requests, slices of half a second, segments from one fresh start."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self

SLICE_SECONDS = 0.5
SLICES_PER_SEGMENT = 24


@dataclass(frozen=True)
class Pair:
    """The same request sent to both arms, one right after the other. Latencies in milliseconds."""

    slice: int  # index of the slice, counted within its segment
    before_ms: float
    after_ms: float


@dataclass(frozen=True)
class Slice:
    """Machine facts of half a second of alternating requests.

    CPU is that of every part of an arm (app and database). `steal` and `busy` are shares (0 to 1) of the machine's
    CPU time. `throttled_*` and `errors_*` count what happened within the slice.
    """

    index: int
    cpu_before_s: float
    cpu_after_s: float
    n_before: int
    n_after: int
    seconds: float = SLICE_SECONDS
    lag_ms: float = 0.0  # 95th percentile of how much a 10 ms sleep of the generator overshot
    generator_cpu_s: float = 0.0
    steal: float = 0.0
    busy: float = 0.0
    throttled_before: int = 0
    throttled_after: int = 0
    errors_before: int = 0
    errors_after: int = 0


class Measured(Protocol):
    """Everything measured after one fresh start, in either design: what gates, looks and the rule need of it."""

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Machine facts, one for each part that can be dropped."""

    @property
    def planned_s(self) -> float:
        """How long a part was meant to last, in seconds."""

    @property
    def equal_arms(self) -> bool:
        """Whether both arms of a part have the same number of requests by design."""

    def latencies_ms(self) -> Mapping[int, Sequence[float]]:
        """Latencies of both arms by the index of their part."""

    def without(self, dropped: frozenset[int]) -> Self:
        """The same less the parts of these indexes."""


@dataclass(frozen=True)
class Segment:
    """Everything measured after one fresh start of both arms, in the order in which it happened: design `pairs`."""

    planned_s: ClassVar[float] = SLICE_SECONDS
    equal_arms: ClassVar[bool] = True

    pairs: tuple[Pair, ...]
    slices: tuple[Slice, ...]

    def latencies_ms(self) -> Mapping[int, Sequence[float]]:
        """Latencies of both arms by the index of their slice."""
        found: dict[int, list[float]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.slice] += (pair.before_ms, pair.after_ms)
        return found

    def without(self, dropped: frozenset[int]) -> "Segment":
        """The segment less the slices of these indexes, and less their pairs."""
        if not dropped:
            return self
        return Segment(
            tuple(pair for pair in self.pairs if pair.slice not in dropped),
            tuple(each for each in self.slices if each.index not in dropped),
        )

    def swapped(self) -> "Segment":
        """The segment with the arms exchanged: what was before is after."""
        return Segment(
            tuple(Pair(pair.slice, pair.after_ms, pair.before_ms) for pair in self.pairs),
            tuple(_swap(each) for each in self.slices),
        )


def _swap(one: Slice) -> Slice:
    return Slice(
        index=one.index,
        cpu_before_s=one.cpu_after_s,
        cpu_after_s=one.cpu_before_s,
        n_before=one.n_after,
        n_after=one.n_before,
        seconds=one.seconds,
        lag_ms=one.lag_ms,
        generator_cpu_s=one.generator_cpu_s,
        steal=one.steal,
        busy=one.busy,
        throttled_before=one.throttled_after,
        throttled_after=one.throttled_before,
        errors_before=one.errors_after,
        errors_after=one.errors_before,
    )
