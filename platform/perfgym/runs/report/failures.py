"""The errors of a load test, grouped by request and kind, each with one example and when it was seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.runs.report.load import Load

SHOWN = 30  # kinds on the page, the most frequent; the file has all that were kept
_STATUS = re.compile(
    r"\bcode=(\d{3})\b|\b([1-5]\d{2}) (?:Server|Client) Error\b|\bstatus(?:_code)?[ :=]+(\d{3})\b", re.I
)


@dataclass(frozen=True)
class Kind:
    """One kind of error. `status` and the seconds are None where they are not known."""

    where: str
    message: str
    count: int
    status: str | None
    first: float | None
    last: float | None

    @property
    def when(self) -> str:
        """ "second 12", "seconds 12 to 58"."""
        if self.first is None or self.last is None:
            return ""
        if self.first == self.last:
            return f"second {self.first:.0f}"
        return f"seconds {self.first:.0f} to {self.last:.0f}"


def of(load: Load) -> list[Kind]:
    """All kinds that were kept, the most frequent first."""
    seen = _seen(load)
    return [
        Kind(where, message, int(count), _status(message), *seen.get((where, message), (None, None)))
        for where, message, count in load.result.get("errors") or []
    ]


def rows(kinds: Sequence[Kind]) -> list[tuple[str | float | int | None, ...]]:
    """For a spreadsheet."""
    head = ("request", "message", "status", "count", "first_second", "last_second")
    return [head, *((one.where, one.message, one.status, one.count, one.first, one.last) for one in kinds)]


def _seen(load: Load) -> dict[tuple[str, str], tuple[float, float]]:
    """The first and the last second of each kind that was told by second."""
    kinds: Sequence[Sequence[str]] = load.result.get("error_kinds") or []
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for one in load.seconds:
        for number, _ in one.get("errors") or []:
            if number < len(kinds):
                key = (kinds[number][0], kinds[number][1])
                found[key] = (found.get(key, (float(one["t"]),))[0], float(one["t"]))
    return found


def _status(message: str) -> str | None:
    found = _STATUS.search(message)
    return next((group for group in found.groups() if group), None) if found else None
