"""What a pod's database says of the app's statements; sandbox/inside/statements.py is the other side of it.

All of it is shown and none of it scored, so whatever goes wrong here says why there is nothing and ends no run.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from perfgym.errors import LearnerError
from perfgym.runs.lines import fields, strict
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.statements.counted import Counted, Plan, Rest
from perfgym.sandbox.protocol import Closed, Process

SECONDS = 5.0  # for an answer
TEXT = 2_000  # characters
TOP = 50
PLAN_BYTES = 64 * 1024
VALUES = 2_000  # characters of the values of a plan
ALL_PLANS = 1 << 20  # bytes, of one arm
LEAST = -(2**63)


class NoStatistics(LearnerError):
    """The database of a run did not tell what it has counted."""


@contextmanager
def _readable() -> Iterator[None]:
    """What cannot be read is no answer."""
    try:
        yield
    except BadResult as error:
        raise NoStatistics("What the database told of its statements could not be read.") from error


class Statistics:
    """Of the database of one arm."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @_readable()
    def reset(self) -> None:
        """Count from now on. Raises NoStatistics, as all here."""
        self._ask("reset")

    @_readable()
    def sample(self, share: float) -> None:
        """Take plans of what runs from now on: of the first executions all, then of this share."""
        self._ask("sample", share=share)

    @_readable()
    def read(self) -> tuple[list[Counted], Rest]:
        """The statements that took the most time, and all others together."""
        *rows, last = self._ask("statements")
        found = [_counted(line) for line in rows[:TOP]]
        *every, forgotten = [fields.as_number(value, "all") for value in _row(last, "all", 8)]
        return found, Rest.of(every, found, forgotten=int(forgotten))

    @_readable()
    def plans(self, queryids: Sequence[int], seconds: float) -> dict[int, Plan]:
        """A plan for each statement for which there is one; those not seen running are made within so many seconds."""
        found: dict[int, Plan] = {}
        size = 0
        for line in self._ask("plans", seconds, of=list(queryids), seconds=seconds)[:-1]:
            made = _plan(line)
            size += len(made.json)
            if size <= ALL_PLANS:
                found[fields.whole(line, "of", least=LEAST, most=-LEAST)] = made
        return found

    def _ask(self, op: str, more: float = 0.0, **asked: Any) -> list[dict[str, Any]]:
        """The lines of the answer, which may take `more` than the usual seconds."""
        try:
            self._process.send(json.dumps({"op": op, **asked}).encode())
            lines = list(self._lines(op, time.monotonic() + SECONDS + more))
        except Closed as closed:
            raise NoStatistics("The database had ended before it could tell what it had counted.") from closed
        if error := lines[-1].get("error"):
            raise NoStatistics(f"The database did not tell what it had counted: {str(error)[:300]}")
        return lines

    def _lines(self, op: str, until: float) -> Iterator[dict[str, Any]]:
        while True:
            line = self._process.receive(max(0.0, until - time.monotonic()))
            if line is None:
                raise NoStatistics("The database did not tell in time what it had counted.")
            told = strict.parse(line)
            yield told
            if told.get("op") == op:
                return


def _row(line: dict[str, Any], name: str, width: int) -> Sequence[Any]:
    return fields.rows({name: [line.get(name)]}, name, 1, width)[0]


def _counted(line: dict[str, Any]) -> Counted:
    queryid, text, cut, *numbers = _row(line, "row", 9)
    calls, rows, buffers, read, temp, ms = (fields.as_number(value, "row") for value in numbers)
    return Counted(
        text=fields.as_text(text, "row", TEXT),
        cut=cut is True,
        calls=int(calls),
        rows=int(rows),
        hit=int(buffers - read),
        read=int(read),
        temp=int(temp),
        ms=ms,
        queryid=fields.as_whole(queryid, "row", least=LEAST, most=-LEAST),
    )


def _plan(line: dict[str, Any]) -> Plan:
    run = fields.flag(line, "run")
    return Plan(
        json=fields.text(line, "plan", PLAN_BYTES),
        run=run,
        seen=fields.whole(line, "seen") if run else 0,
        ms=fields.number(line, "ms") if run else 0.0,
        values=fields.text(line, "values", VALUES) if run else "",
    )
