"""The same statement before and after, matched by its text: what it did, what it does, and the change in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from perfgym.charts.words import number
from perfgym.runs.statements.counted import ArmStatements, Counted

REPEATED = 3.0  # calls a request from which a statement that gives single rows is one query too many
SINGLE = 1.5  # rows a call
MORE = 1.1  # times: a count that changed by less is told as unchanged
BLOCKS = 1.5  # times, for blocks a call: which rows are asked for differs from run to run


@dataclass(frozen=True)
class Side:
    """A statement as one arm has it. Where the arm never asked it, it has none of what is said of a call."""

    counted: Counted | None
    requests: int
    whole_ms: float  # of all statements of the arm

    @property
    def calls(self) -> float:
        """A request."""
        return self.counted.calls / max(1, self.requests) if self.counted else 0.0

    @property
    def ms(self) -> float:
        """A request, of all its calls."""
        return self.counted.ms / max(1, self.requests) if self.counted else 0.0

    @property
    def share(self) -> float:
        """From 0 to 1, of the time of all statements."""
        return self.counted.ms / self.whole_ms if self.counted and self.whole_ms else 0.0

    @property
    def mean_ms(self) -> float | None:
        """A call."""
        return self._each(self.counted.ms) if self.counted else None

    @property
    def rows(self) -> float | None:
        """A call."""
        return self._each(self.counted.rows) if self.counted else None

    @property
    def blocks(self) -> float | None:
        """A call, whether they were in PostgreSQL's own memory or had to be read."""
        return self._each(self.counted.hit + self.counted.read) if self.counted else None

    @property
    def is_repeated(self) -> bool:
        """Asked again and again within a request, for a row at a time."""
        if self.counted is None or self.counted.is_control:
            return False
        return self.calls >= REPEATED and 0 < self._each(self.counted.rows) <= SINGLE

    def _each(self, value: float) -> float:
        return value / max(1, self.counted.calls) if self.counted else 0.0


@dataclass(frozen=True)
class Pair:
    """One statement of two arms; of a single arm it is the same on both sides."""

    before: Side
    after: Side

    @property
    def counted(self) -> Counted:
        found = self.after.counted or self.before.counted
        assert found is not None
        return found

    @property
    def change(self) -> str:
        """What changed, in words; empty where nothing did that can be told."""
        if self.before.counted is None:
            return "new"
        if self.after.counted is None:
            return "gone"
        return ", ".join(self._changes())

    def _changes(self) -> Iterable[str]:
        if told := _less_or_more(self.before.calls, self.after.calls, MORE):
            yield f"asked {told} often"
        if told := _less_or_more(self.before.blocks or 0.0, self.after.blocks or 0.0, BLOCKS):
            yield f"{'fewer' if told == 'less' else 'more'} blocks a call"


def pairs(before: ArmStatements, after: ArmStatements) -> list[Pair]:
    """Every statement of either arm."""
    sides = [(arm.by_fingerprint, arm.requests, whole_ms(arm)) for arm in (before, after)]
    every = dict.fromkeys([*sides[0][0], *sides[1][0]])
    return [Pair(*(Side(known.get(one), requests, ms) for known, requests, ms in sides)) for one in every]


def whole_ms(arm: ArmStatements) -> float:
    """Of all statements together."""
    return sum(one.ms for one in arm.statements) + arm.rest.ms


def whole_calls(arm: ArmStatements) -> int:
    """Of all statements together, but for begin and end of transactions."""
    return sum(one.calls for one in arm.statements if not one.is_control) + arm.rest.calls


def repeated(found: Iterable[Pair]) -> list[str]:
    """Sentences about statements that are one query too many, those of the most calls first."""
    told = sorted((one for one in found if one.after.is_repeated), key=lambda one: -one.after.calls)
    return [
        f"Asked {number(one.after.calls)} times a request, about one row each time: {_short(one.counted.text)}"
        for one in told
    ]


def _less_or_more(before: float, after: float, times: float) -> str:
    if after > before * times:
        return "more"
    return "less" if before > after * times else ""


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
