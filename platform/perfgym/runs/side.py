"""What is counted beside the clock: what both arms asked of their databases and sent over the wire, a request.

From the end of the warm-up to the end of the last slice, by PostgreSQL's own pg_stat_statements and pg_stat_database.
Only statements of the app's role count; what an app does inside a function of the database counts as the one call that
was sent. Source: PostgreSQL manual, F.30 pg_stat_statements, 27.2.17 pg_stat_database.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Any, Self

from perfgym.catalog.manifest.lab import DefectManifest
from perfgym.measure.rule import Verdict
from perfgym.runs.arm import Arm
from perfgym.runs.attribution import Group, Work, attribute

PAGE = 80  # statements at a time: with two thousand characters each they stay below the longest line a runner may write
CONTROL = re.compile(r"(BEGIN|START TRANSACTION|COMMIT|END|ABORT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
COMMIT = re.compile(r"(COMMIT|END)\b", re.IGNORECASE)
OURS = "SET search_path = pg_catalog"  # so that nothing the app has made is ever called by the superuser
FLUSH = "SELECT pg_stat_force_next_flush()"  # otherwise our own session may be counted at any time
RESET = "SELECT perfgym.pg_stat_statements_reset()"
SESSIONS = """
SELECT sessions, (SELECT dealloc FROM perfgym.pg_stat_statements_info)
  FROM pg_stat_database WHERE datname = current_database()
"""
STATEMENTS = """
SELECT substr(text, 1, 1000), substr(text, 1001, 1000), calls, rows, buffers, temp_blocks, wal_bytes, ms
  FROM (SELECT regexp_replace(query, '[[:space:]]+', ' ', 'g') AS text, calls, rows,
               shared_blks_hit + shared_blks_read AS buffers, temp_blks_read + temp_blks_written AS temp_blocks,
               wal_bytes, total_exec_time AS ms, queryid
          FROM perfgym.pg_stat_statements WHERE userid = 'shop'::regrole) AS counted
 ORDER BY queryid OFFSET {} LIMIT {}
"""


@dataclass(frozen=True)
class Statement:
    """One shape of statement and what all its calls did. Blocks are of 8 kB; time is execution, not planning."""

    text: str
    calls: int
    rows: int
    buffers: int
    temp_blocks: int
    wal_bytes: int
    ms: float


@dataclass(frozen=True)
class Counts:
    """Everything counted of one arm; memory is the largest at the end of a segment, the rest adds up."""

    requests: int = 0
    wire_bytes: int = 0
    memory_bytes: int = 0
    connections: int = 0
    forgotten: int = 0  # statements that pg_stat_statements had no room for: counts are then too low
    statements: tuple[Statement, ...] | None = None  # None: the app has no database

    def __add__(self, other: Self) -> "Counts":
        summed = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)[:-1]}
        both = (*(self.statements or ()), *(other.statements or ()))
        known = both if self.statements is not None or other.statements is not None else None
        return Counts(**{**summed, "memory_bytes": max(self.memory_bytes, other.memory_bytes)}, statements=known)


class Counting:
    """The counters of one arm, set to nothing when this is made."""

    def __init__(self, arm: Arm) -> None:
        self._arm, self._turns, self._wire = arm, arm.turns, arm.wire_bytes
        self._sessions = arm.statements([OURS, RESET, FLUSH, SESSIONS])[0][0] if arm.database else 0

    def end(self) -> Counts:
        """What has been counted. Raises PlatformError where the database does not answer."""
        arm = self._arm
        seen = Counts(arm.turns - self._turns, arm.wire_bytes - self._wire, arm.cpu().memory_bytes)
        if not arm.database:
            return seen
        sessions, forgotten = arm.statements([OURS, FLUSH, SESSIONS])[0]
        opened = sessions - self._sessions - 1  # that one was ours
        return replace(seen, connections=opened, forgotten=forgotten, statements=tuple(_statements(arm)))


def _statements(arm: Arm) -> Iterable[Statement]:
    for start in count(0, PAGE):
        rows = arm.statements([OURS, STATEMENTS.format(start, PAGE)])
        yield from (Statement(head + tail, *counts) for head, tail, *counts in rows)
        if len(rows) < PAGE:
            return


class Side:
    """Both arms over all segments."""

    def __init__(self) -> None:
        self.before, self.after = Counts(), Counts()

    @staticmethod
    def begin(arms: Mapping[str, Arm]) -> dict[str, Counting]:
        """Start to count: right after the warm-up, before anything is measured."""
        return {name: Counting(arm) for name, arm in arms.items()}

    def take(self, counting: Mapping[str, Counting]) -> None:
        """Add a segment: right after its last slice."""
        self.before += counting["before"].end()
        self.after += counting["after"].end()

    def stated(self, defects: Sequence[DefectManifest], verdict: Verdict) -> dict[str, Any]:
        """What is kept and shown: {"before": {...}, "after": {...}, "defects": [...]}, all of it a request."""
        certain = verdict is Verdict.FASTER and not self.before.forgotten + self.after.forgotten
        before, after = _works(self.before, defects), _works(self.after, defects)
        groups = [
            Group(defect.id, defect.title, defect.probe.count, before[index], after[index])
            for index, defect in enumerate(defects)
        ]
        known = bool(groups) and self.before.requests > 0
        rows = attribute(groups, before[-1], after[-1], certain=certain) if known else []
        return {"before": figures(self.before), "after": figures(self.after), "defects": rows}


def figures(counts: Counts) -> dict[str, Any]:
    """Counts as figures a request; `requests`, `memory_bytes` and `forgotten` are of the whole."""
    n = max(1, counts.requests)
    found: dict[str, Any] = {
        "requests": counts.requests,
        "memory_bytes": counts.memory_bytes,
        "wire_bytes": counts.wire_bytes / n,
    }
    if counts.statements is None:
        return found
    queries = [one for one in counts.statements if not CONTROL.match(one.text)]
    return found | {
        "queries": sum(one.calls for one in queries) / n,
        "rows": sum(one.rows for one in queries) / n,
        **{
            name: sum(getattr(one, name) for one in counts.statements) / n
            for name in ("buffers", "temp_blocks", "wal_bytes")
        },
        "database_ms": sum(one.ms for one in counts.statements) / n,
        "commits": sum(one.calls for one in counts.statements if COMMIT.match(one.text)) / n,
        "connections": counts.connections / n,
        "forgotten": counts.forgotten,
    }


def _works(counts: Counts, defects: Sequence[DefectManifest]) -> list[Work]:
    """The work of each defect's statements a request, and last that of all others. The first probe that finds a
    statement has it; control of transactions is nobody's.
    """
    patterns = [re.compile(defect.probe.statements, re.IGNORECASE) for defect in defects]
    groups: list[list[Statement]] = [[] for _ in range(len(patterns) + 1)]
    for one in counts.statements or ():
        if not CONTROL.match(one.text):
            groups[next((at for at, each in enumerate(patterns) if each.search(one.text)), -1)].append(one)
    return [_work(group, counts.requests) for group in groups]


def _work(statements: Sequence[Statement], requests: int) -> Work:
    n = max(1, requests)
    return Work(**{name: sum(getattr(one, name) for one in statements) / n for name in Work.__dataclass_fields__})
