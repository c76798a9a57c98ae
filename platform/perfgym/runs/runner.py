"""Talking with a runner part: one JSON object a line, question and answer in turn."""

import json
from collections.abc import Iterator
from typing import Any

from perfgym.errors import PlatformError
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.sandbox.protocol import Closed, EndReason, Process

HELLO_SECONDS = 15.0
TURN_SECONDS = 15.0  # the runner's own deadline for a request is 10 s


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
        answer = _object(line)
        if problem := answer.get("error") if answer.get("op") in ("sql", "invariants") else answer.get("message"):
            raise PlatformError(f"The load generator reports at “{op}”: {str(problem)[:600]}")
        if answer.get("op") != op:
            raise PlatformError(f"The load generator answered “{answer.get('op')}” to “{op}”.")
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
            yield None if line is None else _object(line)

    def broken_off(self) -> RunFailed:
        """Why a learner's load test ended before its summary."""
        end = self.process.end()
        if end and end.reason is EndReason.MEMORY:
            return RunFailed(Reason.LIMIT, "Your load test used more memory than a runner may.", self.process.tail())
        code = end.code if end else "unknown"
        return RunFailed(
            Reason.INCOMPLETE_RESULT,
            f"The load test ended with exit code {code} before its summary.",
            self.process.tail(),
        )

    def _gone(self) -> Exception:
        end = self.process.end()
        if end and end.reason is EndReason.MEMORY:
            return RunFailed(Reason.LIMIT, "The load generator used more memory than it may.", self.process.tail())
        how = f"exit code {end.code}" if end else "no exit code"
        return PlatformError(f"The load generator ended ({how}): {self.process.tail()[-600:]}")


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RunFailed(Reason.INCOMPLETE_RESULT, "The load generator wrote a line that is not a result.") from error
    if not isinstance(value, dict):
        raise RunFailed(Reason.INCOMPLETE_RESULT, "The load generator wrote a line that is not a result.")
    return value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")
