"""Every number that a learner may rightly state about their own runs, by what it counts."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from perfgym.checks.evidence import Compared, Evidence, LoadTest
from perfgym.checks.stated import Measure, Stated

Fact = tuple[Measure, float]
TIMES = ("p50", "p95", "p99", "cpu_ms")
NAMES = 12  # of one load test that are set against each other
REPEATS = 5  # load tests that are


def of(evidence: Evidence) -> Mapping[Measure, list[float]]:
    """All facts, in ms, per cent, times, a second, or counted; each kind sorted."""
    found: dict[Measure, set[float]] = defaultdict(set)
    for measure, value in _all(evidence):
        found[measure].add(value)
    return {measure: sorted(values) for measure, values in found.items()}


def holds(stated: Stated, known: Mapping[Measure, list[float]]) -> bool:
    """Whether a stated number is one of the facts, as rounded as it was written."""
    measures = Measure if stated.measure is Measure.PLAIN else (stated.measure,)
    allowed = stated.step / 2 * (1 + 1e-9)
    low, high = stated.value - allowed, stated.value + allowed
    return any(_within(known.get(measure, ()), low, high) for measure in measures)


def _within(values: Sequence[float], low: float, high: float) -> bool:
    """Whether one of the sorted values lies there. A text may state thousands of numbers: no list is walked."""
    place = bisect_left(values, low)
    return place < len(values) and values[place] <= high


def _all(evidence: Evidence) -> Iterator[Fact]:
    for test in evidence.load_tests:
        yield from _of_test(test)
    for one, other in combinations(evidence.load_tests[:REPEATS], 2):
        for figure in one.figures.keys() & other.figures.keys():
            yield from _between(one.figures[figure], other.figures[figure])
    for compared in evidence.comparisons:
        yield from _of_comparison(compared)


def _of_test(test: LoadTest) -> Iterator[Fact]:
    yield from _figures(test.figures)
    yield from ((Measure.COUNT, float(count)) for count in (test.count, test.fails, test.users))
    yield Measure.TIME, 1000 * test.seconds
    yield Measure.PERCENT, 100 * test.fails / test.count if test.count else 0.0
    for named in test.names.values():
        yield from _figures(named.figures)
        yield Measure.COUNT, float(named.count)
    for one, other in permutations(list(test.names.values())[:NAMES], 2):
        for figure in one.figures.keys() & other.figures.keys():
            yield from _between(one.figures[figure], other.figures[figure])


def _of_comparison(compared: Compared) -> Iterator[Fact]:
    for arm in (compared.before, compared.after):
        yield from _figures(arm)
    for ratio in (compared.ratio, compared.low, compared.high):
        yield from _between(1.0, ratio)
    pairs = [(compared.before[key], compared.after[key]) for key in compared.before.keys() & compared.after.keys()]
    for before, after in [*pairs, *compared.names.values()]:
        yield from _between(before, after)
        yield Measure.TIME, before - after
    for before, after in compared.names.values():
        yield from ((Measure.TIME, before), (Measure.TIME, after))


def _figures(values: Mapping[str, float]) -> Iterator[Fact]:
    for name, value in values.items():
        if name == "queries":
            yield Measure.COUNT, value
        else:
            yield Measure.TIME if name in TIMES else Measure.RATE, value


def _between(before: float, after: float) -> Iterator[Fact]:
    """What may be said of two values: how many times, and by how many per cent more or less."""
    if before > 0 and after > 0:
        for one, other in ((before, after), (after, before)):
            yield Measure.TIMES, one / other
            yield Measure.PERCENT, abs(100 * (1 - one / other))
