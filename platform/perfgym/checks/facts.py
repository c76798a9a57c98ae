"""Every number that a learner may rightly state about their own runs, by what it counts and on which side it lies."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import NamedTuple

from perfgym.checks.evidence import Compared, Evidence, LoadTest
from perfgym.checks.sides import Side
from perfgym.checks.stated import Measure, Stated, numbers

TIMES = ("p50", "p95", "p99", "cpu_ms")
COUNTS = ("pairs", "answers_checked", "answers_wrong")  # of a comparison's result
BESIDE = ("rows", "buffers", "temp_blocks", "commits", "connections")  # counted a request, as `queries` is
NAMES = 12  # of one load test that are set against each other
REPEATS = 5  # load tests that are
OPPOSITE = {
    Side.BEFORE: Side.AFTER,
    Side.AFTER: Side.BEFORE,
    Side.FROM: Side.AFTER,
    Side.TO: Side.BEFORE,
    Side.FASTER: Side.SLOWER,
    Side.SLOWER: Side.FASTER,
}
OWN = {Side.FROM: Side.BEFORE, Side.TO: Side.AFTER}


class Fact(NamedTuple):
    measure: Measure
    value: float
    side: Side = Side.NEITHER


@dataclass(frozen=True)
class Facts:
    """By side and measure, sorted; in ms, per cent, times, a second, or counted. All of them are under NEITHER."""

    values: Mapping[tuple[Side, Measure], Sequence[float]]

    def near(self, stated: Stated, side: Side = Side.NEITHER) -> bool:
        """Whether one of a side's values is the stated number, as rounded as it was written."""
        return any(self._within(side, measure, low, high) for measure, low, high in _sought(stated))

    def _within(self, side: Side, measure: Measure, low: float, high: float) -> bool:
        """A text may state thousands of numbers: no list is walked."""
        values = self.values.get((side, measure), ())
        place = bisect_left(values, low)
        return place < len(values) and values[place] <= high


def of(evidence: Evidence, told: Sequence[str] = ()) -> Facts:
    """All of them; `told` are words of ours whose numbers are facts too, of no side."""
    found: dict[tuple[Side, Measure], set[float]] = defaultdict(set)
    for fact in (*_all(evidence), *_told(told)):
        for side in {Side.NEITHER, fact.side}:
            found[side, fact.measure].add(fact.value)
    return Facts({key: sorted(values) for key, values in found.items()})


def holds(stated: Stated, known: Facts) -> bool:
    """Whether a stated number is one of the facts."""
    return known.near(stated)


def swapped(stated: Sequence[Stated], known: Facts) -> set[int]:
    """Which of the numbers (by index) are only known of the other side of the change than the text says."""
    wrong = {index for index, one in enumerate(stated) if _on_other_side(one, known)}
    pairs = {index for index, one in enumerate(stated) if one.side is Side.FROM}
    alone = {index for index in wrong if stated[index].side not in (Side.FROM, Side.TO)}
    return alone | {each for index in pairs if {index, index + 1} <= wrong for each in (index, index + 1)}


def _on_other_side(one: Stated, known: Facts) -> bool:
    if one.side not in OPPOSITE or one.marked:
        return False
    return known.near(one, OPPOSITE[one.side]) and not known.near(one, OWN.get(one.side, one.side))


def _sought(stated: Stated) -> Iterator[tuple[Measure, float, float]]:
    allowed = stated.step / 2 * (1 + 1e-9)
    low, high = stated.value - allowed, stated.value + allowed
    if stated.measure is Measure.PART:  # half the time is 0.5 times it; a third less is 33 % less
        yield Measure.TIMES, low, high
        yield Measure.PERCENT, 100 * low, 100 * high
        return
    for measure in Measure if stated.measure is Measure.PLAIN else (stated.measure,):
        yield measure, low, high


def _all(evidence: Evidence) -> Iterator[Fact]:
    for place, test in enumerate(evidence.load_tests):
        yield from _of_test(test, by_name=place < REPEATS)
    for one, other in combinations(evidence.load_tests[:REPEATS], 2):
        for figure in one.figures.keys() & other.figures.keys():
            yield from _either_way(one.figures[figure], other.figures[figure])
    for compared in evidence.comparisons:
        yield from _of_comparison(compared)


def _told(texts: Sequence[str]) -> Iterator[Fact]:
    for one in numbers("\n".join(texts)):
        yield Fact(Measure.COUNT if one.measure is Measure.PLAIN else one.measure, one.value)


def _of_test(test: LoadTest, *, by_name: bool) -> Iterator[Fact]:
    yield from _figures(test.figures)
    yield from (Fact(Measure.COUNT, float(count)) for count in (test.count, test.fails, test.users))
    yield Fact(Measure.TIME, 1000 * test.seconds)
    yield Fact(Measure.PERCENT, 100 * test.fails / test.count if test.count else 0.0)
    for named in test.names.values():
        yield from _figures(named.figures)
        yield Fact(Measure.COUNT, float(named.count))
    for one, other in permutations(list(test.names.values())[: NAMES if by_name else 0], 2):
        for figure in one.figures.keys() & other.figures.keys():
            yield from _either_way(one.figures[figure], other.figures[figure])


def _of_comparison(compared: Compared) -> Iterator[Fact]:
    yield from _figures(compared.before, Side.BEFORE)
    yield from _figures(compared.after, Side.AFTER)
    for ratio in (compared.ratio, compared.low, compared.high):
        yield from _change(1.0, ratio)
    pairs = [(compared.before[key], compared.after[key]) for key in compared.before.keys() & compared.after.keys()]
    for before, after in [*pairs, *compared.names.values()]:
        yield from _change(before, after)
        yield Fact(Measure.TIME, abs(before - after))
    for before, after in compared.names.values():
        yield from (Fact(Measure.TIME, before, Side.BEFORE), Fact(Measure.TIME, after, Side.AFTER))
    yield from _counted(compared)
    yield from _beside(compared)


def _beside(compared: Compared) -> Iterator[Fact]:
    """What the database and the limits say of both versions."""
    side = compared.result.get("side") or {}
    was, now = side.get("before") or {}, side.get("after") or {}
    for key in (*BESIDE, "database_ms"):
        if was.get(key) is None or now.get(key) is None:
            continue
        measure = Measure.TIME if key == "database_ms" else Measure.COUNT
        yield from (Fact(measure, was[key], Side.BEFORE), Fact(measure, now[key], Side.AFTER))
        yield from _change(was[key], now[key])
    for guard in compared.result.get("guards") or ():
        if guard.get("ratio"):
            yield from _change(1.0, guard["ratio"])
            yield from (Fact(Measure.TIMES, guard[each]) for each in ("low", "high", "limit") if guard.get(each))


def _counted(compared: Compared) -> Iterator[Fact]:
    yield from (Fact(Measure.COUNT, float(compared.result[key])) for key in COUNTS if key in compared.result)
    if "queries" in compared.before and "queries" in compared.after:
        yield Fact(Measure.COUNT, abs(compared.before["queries"] - compared.after["queries"]))
    if seconds := compared.result.get("measured_seconds"):
        yield Fact(Measure.TIME, 1000 * float(seconds))


def _figures(values: Mapping[str, float], side: Side = Side.NEITHER) -> Iterator[Fact]:
    for name, value in values.items():
        if name == "queries":
            yield Fact(Measure.COUNT, value, side)
        else:
            yield Fact(Measure.TIME if name in TIMES else Measure.RATE, value, side)


def _either_way(one: float, other: float) -> Iterator[Fact]:
    """What may be said of two values when neither is the change of the other."""
    for fact in (*_change(one, other), *_change(other, one)):
        yield fact._replace(side=Side.FASTER)
        yield fact._replace(side=Side.SLOWER)


def _change(before: float, after: float) -> Iterator[Fact]:
    """What may be said of a change: how many times, what is left of it, and by how many per cent more or less."""
    if before <= 0 or after <= 0:
        return
    side = Side.FASTER if after < before else Side.SLOWER
    for one, other in ((before, after), (after, before)):
        yield Fact(Measure.TIMES, one / other, side)
        yield Fact(Measure.PERCENT, abs(100 * (1 - one / other)), side)
    yield Fact(Measure.PERCENT, 100 * after / before)
