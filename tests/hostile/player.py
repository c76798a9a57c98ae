"""Plays the worker: `python -m tests.hostile.player`, one long-lived process that tries one input a line.

In: {"kind": "apps" | "cheats" | "locust", "file": path, "driver": name, "slices": number,
"segments": number, "run": id}.
Out: what the learner would see, and what it came to.
"""

import json
import os
import secrets
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import django

django.setup()

from perfgym.catalog import library  # noqa: E402 - Django comes first
from perfgym.errors import PlatformError  # noqa: E402
from perfgym.runs.execution import compare  # noqa: E402
from perfgym.runs.exploration import explore  # noqa: E402
from perfgym.runs.job import Job, unheard  # noqa: E402
from perfgym.runs.outcome import Outcome, Reason  # noqa: E402
from perfgym.runs.pace import Pace  # noqa: E402
from perfgym.sandbox import drivers, slots  # noqa: E402

SITE = "hostile"
LOAD = {"users": 2, "spawn_rate": 2, "seconds": 2, "tags": []}


def edits(kind: str, file: Path) -> dict[str, bytes]:
    """The input as a learner would hand it in."""
    if kind == "locust":
        return {"locustfile.py": file.read_bytes()}
    return {"chosen.txt": f"{kind}/{file.name}".encode(), f"{kind}/{file.name}": file.read_bytes()}


def play(asked: dict[str, Any]) -> Outcome:
    job = Job(
        lab=library.default().lab("hostile"),
        edits=edits(asked["kind"], Path(asked["file"])),
        driver=drivers.choose(asked["driver"]),
        slot=slots.measuring_slot(),
        seed=secrets.randbits(62),
        site=SITE,
        run=asked["run"],
        fence=1,
        worker=f"player-{os.getpid()}",
        report=unheard,
        stop=lambda: False,
        settings=LOAD if asked["kind"] == "locust" else {},
        pace=Pace(ready=12, request=2, load=15, grace=8, slices=asked["slices"], segments=asked["segments"]),
    )
    return explore(job) if asked["kind"] == "locust" else compare(job)


def tried(asked: dict[str, Any]) -> Outcome:
    """As a worker does: what is not the learner's fault ends the run as ours."""
    try:
        return play(asked)
    except PlatformError as error:
        traceback.print_exc()
        return Outcome(result={}, fingerprint={}, reason=Reason.PLATFORM, message=str(error))


def told(outcome: Outcome, seconds: float) -> dict[str, Any]:
    return {
        "reason": outcome.reason,
        "seen": "\n".join((outcome.message, outcome.advice, outcome.tail)),
        "verdict": outcome.result.get("verdict"),
        "points": outcome.points,
        "result": {
            name: outcome.result.get(name)
            for name in ("ratio", "interval", "pairs", "before", "after", "verified", "notes", "count", "fails")
        },
        "seconds": seconds,
    }


def main() -> None:
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        start = time.monotonic()
        outcome = tried(json.loads(line))
        print(json.dumps(told(outcome, time.monotonic() - start), default=str), file=out, flush=True)


main()
