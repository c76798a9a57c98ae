"""The two tables of raw data: a row a request, and a row a slice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from perfgym.measure.bundle.arrays import Array
from perfgym.measure.errors import BadBundle, BadSamples
from perfgym.measure.rule import LOOKS
from perfgym.measure.samples import Pair, Segment, Slice

BEFORE, AFTER = 0, 1
WARM_UP = -1  # as number of a segment: sent and checked, but measures nothing
MAX_SLICES = 10_000

_TYPES: Mapping[str, str] = {
    "arm": "<i1",
    "segment": "<i2",
    "slice": "<i2",
    "pair": "<i4",
    "name": "<i2",
    "start_s": "<f8",
    "latency_ms": "<f8",
    "status": "<i2",
    "bytes": "<i8",
    "digest": "<u8",
    "kept": "|b1",
}
_SLICE_TYPES = {field.name: "<i8" if field.type is int else "<f8" for field in fields(Slice)}


class Request(NamedTuple):
    """One request to one arm. `pair` counts pairs within the run; `digest` is of the normalised answer."""

    arm: int  # BEFORE or AFTER
    segment: int  # from 0, or WARM_UP
    slice: int  # index within the segment
    pair: int
    name: str  # of the endpoint, such as "GET /books"
    start_s: float  # on the generator's monotonic clock
    latency_ms: float
    status: int  # HTTP status, 0 where there was none
    bytes: int
    digest: int  # unsigned 64 bits
    kept: bool = True  # false: its slice was dropped by a gate, or it is warm-up


@dataclass(frozen=True)
class Requests:
    """All requests as columns; `names[columns["name"][i]]` is the name of the i-th."""

    columns: Mapping[str, Array]
    names: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[Request]) -> "Requests":
        """Columns of these rows. Raises BadSamples for a value that its column cannot hold."""
        rows = list(rows)
        names = tuple(dict.fromkeys(row.name for row in rows))
        index = {name: number for number, name in enumerate(names)}
        values = {field: [getattr(row, field) for row in rows] for field in _TYPES if field != "name"}
        values["name"] = [index[row.name] for row in rows]
        try:
            columns = {field: np.array(values[field], dtype=dtype) for field, dtype in _TYPES.items()}
        except (OverflowError, ValueError, TypeError) as error:
            raise BadSamples(f"A request does not fit its columns: {error}") from error
        return cls(columns, names)

    def rows(self) -> list[Request]:
        """The requests one by one: the other way round from `of`."""
        lists = {name: column.tolist() for name, column in self.columns.items()}
        lists["name"] = [self.names[index] for index in lists["name"]]
        return [Request(*values) for values in zip(*(lists[field] for field in Request._fields), strict=True)]

    def arrays(self) -> dict[str, Array]:
        """The columns and the names as numpy arrays."""
        return {**self.columns, "names": np.array(self.names or ("",), dtype=np.str_)}


def requests_from(arrays: Mapping[str, Array]) -> Requests:
    """Requests of a table that was read. Raises BadBundle for missing columns and impossible indexes."""
    columns = _checked(arrays, _TYPES, "requests.npz")
    names = tuple(str(name) for name in _column(arrays, "names", "requests.npz"))
    index = columns["name"]
    if len(index) and (index.min() < 0 or index.max() >= len(names)):
        raise BadBundle("requests.npz refers to a name that it does not have.")
    return Requests(columns, names)


def slice_arrays(segments: Sequence[Segment]) -> dict[str, Array]:
    """A row a slice, with the number of its segment and every field of Slice as a column."""
    rows = [(number, one) for number, segment in enumerate(segments) for one in segment.slices]
    columns = {
        name: np.array([getattr(one, name) for _, one in rows], dtype=dtype) for name, dtype in _SLICE_TYPES.items()
    }
    return {"segment": np.array([number for number, _ in rows], dtype="<i8"), **columns}


def slices_from(arrays: Mapping[str, Array]) -> list[tuple[int, Slice]]:
    """(segment, slice) of a table that was read. Raises BadBundle."""
    columns = _checked(arrays, {"segment": "<i8", **_SLICE_TYPES}, "slices.npz")
    if len(columns["segment"]) > MAX_SLICES:
        raise BadBundle(f"slices.npz has more than {MAX_SLICES} rows.")
    if not set(columns["segment"].tolist()) <= set(range(LOOKS)):
        raise BadBundle(f"slices.npz has a segment that is none of 0 to {LOOKS - 1}.")
    lists = {name: column.tolist() for name, column in columns.items()}
    numbers = lists.pop("segment")
    return [(number, Slice(**{name: lists[name][row] for name in lists})) for row, number in enumerate(numbers)]


def segments_of(requests: Requests, slices: Sequence[tuple[int, Slice]]) -> tuple[Segment, ...]:
    """The segments as they were measured, dropped slices included. Raises BadBundle where two requests are no pair."""
    count = 1 + max((number for number, _ in slices), default=-1)
    pairs = _pairs(requests, count)
    return tuple(
        Segment(tuple(pairs[number]), tuple(one for segment, one in slices if segment == number))
        for number in range(count)
    )


def _pairs(requests: Requests, segments: int) -> list[list[Pair]]:
    """Pairs by segment, in the order in which the first request of each stands in the table."""
    rows = np.flatnonzero(requests.columns["segment"] != WARM_UP)
    table = {name: requests.columns[name][rows] for name in ("segment", "pair", "arm", "slice", "latency_ms")}
    order = np.lexsort((table["arm"], table["pair"], table["segment"]))
    first, second = order[::2], order[1::2]
    _check_pairs(table, order, segments)
    place = np.argsort(np.minimum(first, second))
    first, second = first[place], second[place]
    result: list[list[Pair]] = [[] for _ in range(segments)]
    lists = [table["segment"][first], table["slice"][first], table["latency_ms"][first], table["latency_ms"][second]]
    for segment, slice_, before, after in zip(*(each.tolist() for each in lists), strict=True):
        result[segment].append(Pair(slice_, before, after))
    return result


def _check_pairs(table: Mapping[str, Array], order: Array, segments: int) -> None:
    """Raise BadBundle unless the rows in this order are pairs: before, then after, of one segment, pair and slice."""
    first, second = order[::2], np.resize(order[1::2], len(order[::2]))  # of an odd row out, any: it is found below
    bad = (table["arm"][first] != BEFORE) | (table["arm"][second] != AFTER)
    for name in ("segment", "pair", "slice"):
        bad |= table[name][first] != table[name][second]
    bad |= (table["segment"][first] < 0) | (table["segment"][first] >= segments)
    if len(order) % 2:
        bad[-1] = True
    if bad.any():
        one = first[np.argmax(bad)]
        pair, segment = table["pair"][one], table["segment"][one]
        raise BadBundle(
            f"requests.npz: pair {pair} of segment {segment} cannot be: it is not a request before and one after."
        )


def _checked(arrays: Mapping[str, Array], types: Mapping[str, str], what: str) -> dict[str, Array]:
    columns = {name: _column(arrays, name, what) for name in types}
    for name, dtype in types.items():
        if columns[name].dtype != np.dtype(dtype):
            raise BadBundle(f"The column {name} of {what} is {columns[name].dtype}, not {np.dtype(dtype)}.")
    return columns


def _column(arrays: Mapping[str, Array], name: str, what: str) -> Array:
    if name not in arrays:
        raise BadBundle(f"{what} has no column {name}.")
    return arrays[name]
