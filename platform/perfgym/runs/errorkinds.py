"""The kinds of errors of a load test, numbered as they came, and how many of each there were in a second."""

from collections.abc import Iterable, Sequence
from typing import Any

A_SECOND = 10  # kinds that are kept of one second, the most frequent


class ErrorKinds:
    """Fed with the groups of errors so far, again and again."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}

    def since(self, groups: Iterable[Sequence[Any]]) -> list[list[int]]:
        """[number of the kind, how many more than last time], most frequent first. `groups`: where, what, how many."""
        more: list[list[int]] = []
        numbers = {kind: number for number, kind in enumerate(self._counts)}
        for where, said, count in groups:
            kind = (where, said)
            number = numbers.setdefault(kind, len(numbers))
            if (added := count - self._counts.get(kind, 0)) > 0:
                more.append([number, added])
            self._counts[kind] = max(count, self._counts.get(kind, 0))
        return sorted(more, key=lambda row: -row[1])[:A_SECOND]

    def named(self) -> list[list[str]]:
        """(where, message) by number."""
        return [[where, said] for where, said in self._counts]
