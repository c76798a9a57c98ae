"""What a comparison measures: pairs of requests, slices of half a second, segments from one fresh start."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Segment:
    """Everything measured after one fresh start of both arms, in the order in which it happened."""

    pairs: tuple[Pair, ...]
    slices: tuple[Slice, ...]

    def without(self, dropped: frozenset[int]) -> "Segment":
        """The segment less the slices of these indexes, and less their pairs."""
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
