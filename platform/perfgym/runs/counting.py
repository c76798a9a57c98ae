"""The counters of one arm: what it asked of its database, and what came over the wire.

From the end of the warm-up to the end of the last slice, by PostgreSQL's own pg_stat_statements and pg_stat_database.
Only statements of the app's role count; what an app does inside a function of the database counts as the one call that
was sent. Source: PostgreSQL manual, pages "pg_stat_statements" and "The Cumulative Statistics System".
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Self

from perfgym.runs.arm import Arm

PAGE = 80  # statements at a time: with two thousand characters each they stay below the longest line a runner may write
OURS = "SET search_path = pg_catalog"  # so that nothing the app has made is ever called by the superuser
FLUSH = "SELECT pg_stat_force_next_flush()"  # otherwise our own session may be counted at any time
RESET = "SELECT perfgym.pg_stat_statements_reset()"
SESSIONS = """
SELECT sessions, (SELECT dealloc FROM perfgym.pg_stat_statements_info)
  FROM pg_stat_database WHERE datname = current_database()
"""
STATEMENTS = """
SELECT substr(text, 1, 1000), substr(text, 1001, 1000), calls, rows, buffers, temp_blocks, wal_bytes, ms,
       read, queryid
  FROM (SELECT regexp_replace(query, '[[:space:]]+', ' ', 'g') AS text, calls, rows,
               shared_blks_hit + shared_blks_read AS buffers, shared_blks_read AS read,
               temp_blks_read + temp_blks_written AS temp_blocks,
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
    read: int = 0  # those of the buffers that were not there yet
    queryid: int = 0


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
