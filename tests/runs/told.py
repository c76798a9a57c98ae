"""Runs on the fake driver, whose runner tells what a test wants it to tell."""

import base64
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from perfgym.runs.models import Kind, Run
from perfgym.runs.work import Worker
from perfgym.sandbox.fake import FakeDriver, Script, Write
from perfgym.sandbox.protocol import Role
from perfgym.sandbox.slots import Slot
from tests import factories

FACTS = {"cpu": 0.2, "lag": 1.5, "due": 0, "begun": 0, "paced": 0.0}
SECOND = {
    "op": "second", "t": 1, "users": 5, "rps": 2.0, "fails": 0, "p50": 1.0, "p95": 2.0, "p99": 3.0, "intended_p95": 2.0,
    **FACTS, "by_name": [["GET /", 2, 0, 1.0, 2.0]],
}  # fmt: skip
NAME = {"op": "name", "index": 0, "name": "GET /"}
ROWS = np.array([(0.2, 0, 1.0, 1, 100, 1.0), (0.6, 0, 2.0, 1, 100, 2.0)], dtype="<f8")
RAW = {"op": "raw", "rows": base64.b64encode(ROWS.tobytes()).decode()}
SUMMARY = {
    "op": "summary", "count": 2, "fails": 0, "rps": 2.0, "p50": 1.0, "p95": 2.0, "p99": 2.0, "duration": 1.0,
    "users": 5,
    **FACTS, "processes": 1, "by_name": [["GET /", 2, 0, 1.0, 2.0, 2.0]], "raw_dropped": 0, "ended": "time",
    "complete": True,
}  # fmt: skip
WHOLE = (SECOND, NAME, RAW, SUMMARY)
SETTINGS = {"users": 5, "spawn_rate": 5, "seconds": 10, "tags": []}
TURN = {
    "name": "GET /", "start": 1.0, "ms": 1.0, "status": 200, "bytes": 1, "wire": 1, "digest": "0" * 16, "error": None,
    "write": False, "path": "/",
}  # fmt: skip


def written(line: dict[str, Any] | bytes) -> bytes:
    return line if isinstance(line, bytes) else json.dumps(line).encode()


def explore(*lines: dict[str, Any] | bytes) -> Run:
    """A finished load test whose runner wrote these lines and ended."""

    def runner(sent: Iterator[bytes], write: Write) -> None:
        next(sent)
        for line in lines:
            write(written(line))

    return _served(Kind.EXPLORE, {Role.RUNNER: runner}, settings=SETTINGS)


def profile(*lines: dict[str, Any] | bytes, ends: bool = False) -> Run:
    """A finished load test, with a profile of the CPU asked for, whose profiler wrote these lines when told to end.

    With `ends` the app, and the profiler with it, has ended by then.
    """

    def runner(sent: Iterator[bytes], write: Write) -> None:
        next(sent)
        for line in WHOLE:
            write(written(line))

    def watch(sent: Iterator[bytes], write: Write) -> None:
        for asked in sent:
            if json.loads(asked)["op"] == "end":
                for line in lines:
                    write(written(line))
                if ends:
                    return

    return _served(Kind.EXPLORE, {Role.RUNNER: runner, Role.APP: watch}, settings={**SETTINGS, "profile": "cpu"})


def compare(line: dict[str, Any] | bytes, turn: int = 3) -> Run:
    """A finished comparison whose runner of the learner's version wrote this line as the answer to that turn."""
    return _served(
        Kind.COMPARE, {("before", Role.RUNNER): _scoring(None, turn), ("after", Role.RUNNER): _scoring(line, turn)}
    )


def _served(kind: Kind, scripts: dict[Any, Script], **more: Any) -> Run:
    run = factories.queued_run(factories.person(), kind, **more)
    driver = FakeDriver({Role.DATABASE: _database, Role.APP: _app, **scripts})
    assert Worker("w", driver, Slot((), ())).serve_one()
    assert not driver.pods
    run.refresh_from_db()
    return run


def _scoring(bad: dict[str, Any] | bytes | None, turn: int) -> Script:
    def script(sent: Iterator[bytes], write: Write) -> None:
        for line in sent:
            asked = json.loads(line)
            answer = {"op": asked["op"], "ok": True, "versions": {}}
            if asked["op"] == "turn":
                answer = {"op": "turn", "i": asked["i"], **TURN, "start": time.monotonic(), "ms": 0.01}
            write(written(bad) if bad is not None and asked.get("i") == turn else written(answer))

    return script


def _database(sent: Iterator[bytes], write: Write) -> None:
    write(b'{"ready":true}')
    _wait(sent)


def _app(sent: Iterator[bytes], write: Write) -> None:
    write(b"hello from the app\0\xff")
    _wait(sent)


def _wait(sent: Sequence[bytes] | Iterator[bytes]) -> None:
    for _ in sent:
        continue
