"""One shape of statement and what all its calls did, as one arm of a run has it."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

MATCHED = 1_900  # characters by which two runs' statements are matched: longer ones are cut, not all at one place
TOP = 50
CONTROL = re.compile(r"(BEGIN|START TRANSACTION|COMMIT|END|ABORT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
SUMS = ("calls", "rows", "hit", "read", "temp", "ms")


@dataclass(frozen=True)
class Plan:
    """A plan as EXPLAIN (FORMAT JSON) has it. `run`: of an execution that the app asked for, the middle one by time of
    those `seen`, which took `ms`; else the planner's, for no values in particular."""

    json: str
    run: bool
    seen: int = 0
    ms: float = 0.0
    values: str = ""


@dataclass(frozen=True)
class Counted:
    """`text` is normalised: values are $1, $2. Blocks are of 8 kB; ms is execution, not planning."""

    text: str
    cut: bool
    calls: int
    rows: int
    hit: int
    read: int
    temp: int
    ms: float
    queryid: int = 0
    plan: Plan | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same statement of any run, whoever's tables it is about."""
        plain = " ".join(self.text.split()).rstrip("; ")[:MATCHED]
        return hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:12]

    @property
    def is_control(self) -> bool:
        """Begin and end of transactions."""
        return bool(CONTROL.match(self.text))

    def __add__(self, other: Self) -> "Counted":
        summed = {name: getattr(self, name) + getattr(other, name) for name in SUMS}
        return replace(self, **summed, plan=self.plan or other.plan)


@dataclass(frozen=True)
class Rest:
    """All statements that are not told one by one, together. `forgotten`: how often there was no room to count."""

    statements: int = 0
    calls: int = 0
    rows: int = 0
    hit: int = 0
    read: int = 0
    temp: int = 0
    ms: float = 0.0
    forgotten: int = 0

    @classmethod
    def of(cls, every: Sequence[float], told: Sequence[Counted], *, forgotten: int) -> Self:
        """From (statements, calls, rows, blocks, blocks read, temporary blocks, ms) of all, and those told."""
        count, calls, rows, buffers, read, temp, ms = every
        if count <= len(told):
            return cls(forgotten=forgotten)
        whole = {"calls": calls, "rows": rows, "hit": buffers - read, "read": read, "temp": temp, "ms": ms}
        left = {name: max(0, value - sum(getattr(one, name) for one in told)) for name, value in whole.items()}
        return cls(
            statements=int(count) - len(told),
            ms=left.pop("ms"),
            forgotten=forgotten,
            **{name: int(value) for name, value in left.items()},
        )


@dataclass(frozen=True)
class ArmStatements:
    """What one arm asked of its database while `requests` requests were answered; `why` where there is nothing."""

    requests: int
    statements: tuple[Counted, ...] = ()
    rest: Rest = Rest()
    why: str = ""

    @classmethod
    def summed(cls, requests: int, every: Iterable[Counted], forgotten: int = 0) -> Self:
        """Of statements that may stand there more than once: the top ones by time, the rest together."""
        found: dict[str, Counted] = {}
        for one in every:
            known = found.get(one.fingerprint)
            found[one.fingerprint] = known + one if known else one
        ranked = sorted(found.values(), key=lambda one: -one.ms)
        told, others = ranked[:TOP], ranked[TOP:]
        sums = {name: sum(getattr(one, name) for one in others) for name in SUMS}
        return cls(requests, tuple(told), Rest(statements=len(others), forgotten=forgotten, **sums))

    @property
    def by_fingerprint(self) -> dict[str, Counted]:
        return {one.fingerprint: one for one in self.statements}
