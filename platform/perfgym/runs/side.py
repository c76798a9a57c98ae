"""What is counted beside the clock, of both arms and a request: shown next to the verdict, never a part of it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from perfgym.catalog.manifest.lab import DefectManifest
from perfgym.measure.rule import Verdict
from perfgym.runs.arm import Arm
from perfgym.runs.attribution import Group, Work, attribute
from perfgym.runs.calls import Called
from perfgym.runs.counting import Counting, Counts, Statement
from perfgym.runs.statements.counted import CONTROL, ArmStatements, Counted, Plan
from perfgym.runs.statements.statistics import TEXT
from perfgym.runs.weight import weigh

NOTHING = r"(?!)"  # an expression that is found nowhere
COMMIT = re.compile(r"(COMMIT|END)\b", re.IGNORECASE)


class Side:
    """Both arms over all segments."""

    def __init__(self) -> None:
        self.before, self.after = Counts(), Counts()
        self.plans: dict[str, Mapping[int, Plan]] = {}  # of the first segment, by arm
        self.calls: dict[str, Called] = {}  # of the first segment, by arm
        self.index_bytes: dict[str, int] = {}  # by arm, the most of all readings

    @staticmethod
    def begin(arms: Mapping[str, Arm]) -> dict[str, Counting]:
        """Start to count: right after the warm-up, before anything is measured."""
        return {name: Counting(arm) for name, arm in arms.items()}

    def take(self, counting: Mapping[str, Counting]) -> None:
        """Add a segment: right after its last slice."""
        self.before += counting["before"].end()
        self.after += counting["after"].end()

    def weigh(self, arms: Mapping[str, Arm]) -> None:
        """Read how much both databases keep now; done before and after the traffic, and the larger counts."""
        found = weigh(arms)
        self.index_bytes = {arm: max(size, 0, self.index_bytes.get(arm, 0)) for arm, size in found.items()}

    def statements(self) -> dict[str, ArmStatements]:
        """By arm; empty where the app has no database, or nothing was counted."""
        arms = {"before": self.before, "after": self.after}
        if any(counts.statements is None for counts in arms.values()):
            return {}
        return {name: _of_arm(counts, self.plans.get(name, {})) for name, counts in arms.items()}

    def stated(self, defects: Sequence[DefectManifest], verdict: Verdict) -> dict[str, Any]:
        """What is kept and shown: {"before": {...}, "after": {...}, "defects": [...]}, all of it a request.

        Where calls of functions were counted, in a start of their own, `called` has by arm over how many requests.
        """
        certain = verdict is Verdict.FASTER and not self.before.forgotten + self.after.forgotten
        before, after = _works(self.before, defects), _works(self.after, defects)
        groups = [
            Group(defect.id, defect.title, defect.probe.counted, *self._both(defect, before[index], after[index]))
            for index, defect in enumerate(defects)
            if defect.probe.statements or self._called
        ]
        known = bool(groups) and self.before.requests > 0
        rows = attribute(groups, before[-1], after[-1], certain=certain) if known else []
        arms = {"before": self.before, "after": self.after}
        called = {"called": {arm: one.requests for arm, one in self.calls.items()}} if self._called else {}
        return {
            **{arm: figures(counts) | self._weight(arm) for arm, counts in arms.items()},
            "defects": rows,
            **called,
        }

    def _weight(self, arm: str) -> dict[str, int]:
        return {"index_bytes": self.index_bytes[arm]} if arm in self.index_bytes else {}

    @property
    def _called(self) -> bool:
        """Whether calls were counted, of both arms."""
        return bool(self.calls) and not any(one.why or not one.requests for one in self.calls.values())

    def _both(self, defect: DefectManifest, before: Work, after: Work) -> tuple[Work, Work]:
        """What a defect did in both arms: as the databases have it, or the calls of its functions."""
        expression = defect.probe.function
        if expression is None:
            return before, after
        called = {name: Work(function_calls=one.a_request(expression)) for name, one in self.calls.items()}
        return called["before"], called["after"]


def _of_arm(counts: Counts, plans: Mapping[int, Plan]) -> ArmStatements:
    every = [
        Counted(
            text=one.text,
            cut=len(one.text) >= TEXT,
            calls=one.calls,
            rows=one.rows,
            hit=one.buffers - one.read,
            read=one.read,
            temp=one.temp_blocks,
            ms=one.ms,
            queryid=one.queryid,
            plan=plans.get(one.queryid),
        )
        for one in counts.statements or ()
    ]
    return ArmStatements.summed(counts.requests, every, counts.forgotten)


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
    patterns = [re.compile(defect.probe.statements or NOTHING, re.IGNORECASE) for defect in defects]
    groups: list[list[Statement]] = [[] for _ in range(len(patterns) + 1)]
    for one in counts.statements or ():
        if not CONTROL.match(one.text):
            groups[next((at for at, each in enumerate(patterns) if each.search(one.text)), -1)].append(one)
    return [_work(group, counts.requests) for group in groups]


def _work(statements: Sequence[Statement], requests: int) -> Work:
    n = max(1, requests)
    return Work(
        **{name: sum(getattr(one, name) for one in statements) / n for name in ("calls", "rows", "buffers", "ms")}
    )
