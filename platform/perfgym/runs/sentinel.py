"""The sentinel: identical code must be called the same here, or this machine takes no scored runs."""

import dataclasses
import secrets
from collections.abc import Callable
from typing import Any

from perfgym.measure.rule import Verdict
from perfgym.runs import yardstick
from perfgym.runs.execution import compare
from perfgym.runs.host import Host
from perfgym.runs.job import Job, unheard
from perfgym.runs.outcome import Outcome
from perfgym.sandbox.protocol import CONSOLE, Driver
from perfgym.sandbox.slots import Slot

KIND = yardstick.KINDS["wait"]  # app, database and network take part in it


def watch(driver: Driver, slot: Slot, stop: Callable[[], bool]) -> dict[str, Any]:
    """Measure the yardstick against itself and keep what came out. Raises Abandoned when `stop` says so."""
    lab = dataclasses.replace(yardstick.lab(KIND), scored_by=KIND.score("both"))
    outcome = compare(
        Job(
            lab=lab,
            edits={},
            driver=driver,
            slot=slot,
            seed=secrets.randbits(62),
            site=CONSOLE,
            run=f"sentinel-{secrets.token_hex(6)}",
            fence=1,
            worker="sentinel",
            report=unheard,
            stop=stop,
        )
    )
    found = told(outcome)
    Host.of(driver, slot).keep_sentinel(found)
    return found


def told(outcome: Outcome) -> dict[str, Any]:
    """What is kept: whether this machine may score, and in a sentence why or why not."""
    result = outcome.result
    verdict = outcome.reason or result["verdict"]
    ok = verdict == Verdict.NO_MEASURABLE_CHANGE
    return {
        "ok": ok,
        "verdict": verdict,
        "ratio": result.get("ratio"),
        "interval": result.get("interval"),
        "sentence": _sentence(verdict, result.get("interval"), ok),
    }


def _sentence(verdict: str, interval: list[float] | None, ok: bool) -> str:
    if interval is None:
        return f"identical code could not be judged here ({verdict.replace('_', ' ')})"
    low, high = (100 * (end - 1) for end in interval)
    if ok:
        return f"identical code differs by {low:+.1f} to {high:+.1f} % here: no measurable change"
    return f"identical code seems to differ by {low:+.1f} to {high:+.1f} % here ({verdict.replace('_', ' ')})"
