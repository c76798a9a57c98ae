"""Talking with a runner part: one JSON object a line, question and answer in turn."""

import json
import time
from collections.abc import Iterator
from typing import Any

from perfgym.errors import PlatformError
from perfgym.runs.inside import RUNNER_LIMITS
from perfgym.runs.lines import strict
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.sandbox.output import MAX_LINE, MAX_OUTPUT
from perfgym.sandbox.protocol import Closed, End, EndReason, Process

OVER = (EndReason.MEMORY, EndReason.PIDS, EndReason.DISK, EndReason.OUTPUT)
HELLO_SECONDS = 15.0
TURN_SECONDS = 15.0  # the runner's own deadline for a request is 10 s
END_SECONDS = 2.0  # between the end of its output and its own; one that closes its output and stays gets no more
LOOK_SECONDS = 0.05


ERRING = ("sql", "invariants", "recall", "commits")  # their answers name an error in `error`


class Runner:
    """A started runner. Every answer is checked for its form: a line that is not what was asked for ends the run."""

    def __init__(self, process: Process) -> None:
        self.process = process

    def ask(self, op: str, within: float = TURN_SECONDS, **fields: Any) -> dict[str, Any]:
        """Send a question and return its answer. Raises RunFailed or PlatformError when none comes."""
        try:
            self.process.send(json.dumps({"op": op, **fields}, separators=(",", ":")).encode())
            line = self.process.receive(within)
        except Closed as closed:
            raise self._gone() from closed
        if line is None:
            raise PlatformError(f"The load generator did not answer “{op}” within {within:.0f} s.")
        answer = strict.parse(line)
        if problem := answer.get("error") if answer.get("op") in ERRING else answer.get("message"):
            raise PlatformError(f"The load generator reports at “{op}”: {str(problem)[:600]}")
        if answer.get("op") != op:
            raise BadResult(f"it answers “{answer.get('op')}” to “{op}”")
        return answer

    def tell(self, op: str, **fields: Any) -> None:
        """Send a line that has no single answer."""
        try:
            self.process.send(json.dumps({"op": op, **fields}, separators=(",", ":")).encode())
        except Closed as closed:
            raise self._gone() from closed

    def lines(self, quiet_seconds: float) -> Iterator[dict[str, Any] | None]:
        """Objects as they come; None whenever `quiet_seconds` pass without one. Ends with the runner's output."""
        while True:
            try:
                line = self.process.receive(quiet_seconds)
            except Closed:
                return
            yield None if line is None else strict.parse(line)

    def broken_off(self) -> RunFailed:
        """Why a learner's load test ended before its summary."""
        end = self._end()
        if end and end.reason in OVER:
            return RunFailed(Reason.LIMIT, f"Your load test went over its limit: {over(end)}.", self.process.tail())
        code = end.code if end else "unknown"
        return RunFailed(
            Reason.INCOMPLETE_RESULT,
            f"The load test ended with exit code {code} before its summary.",
            self.process.tail(),
        )

    def _end(self) -> End | None:
        """How it ended, now that its output has."""
        deadline = time.monotonic() + END_SECONDS
        while (end := self.process.end()) is None and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        return end

    def _gone(self) -> Exception:
        end = self._end()
        if end and end.reason in OVER:
            said = f"The load generator went over its limit: {over(end)}."
            return RunFailed(Reason.LIMIT, said, self.process.tail())
        how = f"exit code {end.code}" if end else "no exit code"
        return PlatformError(f"The load generator ended ({how}): {self.process.tail()[-600:]}")


def over(end: End) -> str:
    """The limit of a runner that it went over, with its value."""
    return {
        EndReason.MEMORY: f"{RUNNER_LIMITS.memory_bytes // 2**20} MiB of memory",
        EndReason.PIDS: f"{RUNNER_LIMITS.pids} processes and threads",
        EndReason.DISK: f"{RUNNER_LIMITS.scratch_bytes // 2**20} MiB of files",
        EndReason.OUTPUT: f"{MAX_LINE // 2**20} MiB in one line or {MAX_OUTPUT // 2**20} MiB of results in all",
    }[end.reason]
