"""The pairs of requests that write, of a table of requests."""

from collections.abc import Iterator

from perfgym.measure.bundle.columns import AFTER, BEFORE, Requests
from perfgym.measure.guards import ALL, Pairs

READING = ("GET ", "HEAD ", "OPTIONS ")  # how the name of a request begins that changes nothing
COLUMNS = ("segment", "pair", "arm", "name", "latency_ms", "kept")


def of(requests: Requests) -> dict[str, Pairs]:
    """All pairs of writes that count, and those of each name, in the order of measuring: (before, after) in ms."""
    found: dict[str, list[tuple[float, float]]] = {ALL: []}
    for name, before, after in _paired(requests):
        found[ALL].append((before, after))
        found.setdefault(name, []).append((before, after))
    return dict(found)


def _paired(requests: Requests) -> Iterator[tuple[str, float, float]]:
    waiting: dict[tuple[int, int], tuple[int, float]] = {}
    writes = [not name.startswith(READING) for name in requests.names]
    for segment, pair, arm, name, ms, kept in zip(*(requests.columns[one].tolist() for one in COLUMNS), strict=True):
        if not kept or not writes[name]:
            continue
        if (other := waiting.pop((segment, pair), None)) is None:
            waiting[segment, pair] = (arm, ms)
            continue
        arms = {other[0]: other[1], arm: ms}
        if len(arms) == 2:
            yield requests.names[name], arms[BEFORE], arms[AFTER]
