"""From what a learner's own load test told to what is shown and kept of it."""

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from perfgym.runs import generator, notes
from perfgym.runs.evidence import Stages, fingerprint_of, percentiles
from perfgym.runs.job import Job
from perfgym.runs.outcome import Outcome, RunFailed
from perfgym.runs.statements import document

if TYPE_CHECKING:
    from perfgym.runs.exploration import Explored


def explored(job: Job, found: "Explored", applied: Mapping[str, Any], tail: str, stages: Stages) -> Outcome:
    """The outcome of a learner's own load test that ran to its end; `tail` is what their code printed."""
    _count_requests(found)
    fingerprint = fingerprint_of(job, {"own": dict(applied)})
    statements = {"own": found.statements} if found.statements else {}
    return Outcome(
        result={"state": "finished", "reason": None, **_numbers(job, found, stages), **document.told(statements)},
        fingerprint=fingerprint,
        bundle=document.added(_pack(found), statements),
        tail=tail,
        stages=stages,
    )


def unexplored(job: Job, failed: RunFailed, found: "Explored", stages: Stages) -> Outcome:
    """The outcome of a load test that did not."""
    return Outcome(
        result={
            "state": "failed",
            "reason": failed.reason,
            "message": str(failed),
            **_numbers(job, found, stages),
        },
        fingerprint=fingerprint_of(job, {}),
        bundle=_pack(found) if len(found.rows) else b"",
        reason=failed.reason,
        message=str(failed),
        tail=failed.tail,
        stages=stages,
    )


def _numbers(job: Job, found: "Explored", stages: Stages) -> dict[str, Any]:
    """Totals computed from the raw rows, not from what the runner says of itself."""
    rows = found.rows.columns()
    seconds = float(rows[:, 0].max(initial=0.0))
    arrivals = generator.arrivals(found.seconds, found.summary)
    return {
        "lab": job.lab.slug,
        "level": str(job.driver.level),
        "driver": job.driver.name,
        "settings": dict(job.settings),
        "cores": {"app": len(job.slot.app_cores), "generator": len(job.slot.runner_cores)},
        "verified": False,
        **_figures(rows),
        "seconds": seconds,
        "rps": len(rows) / seconds if seconds else 0.0,
        "by_name": [
            {"name": found.names.get(int(name), "other"), **_figures(rows[rows[:, 1] == name])}
            for name in _by_frequency(rows)
        ],
        "series": found.seconds,
        "exit_code": found.summary.get("exit_code"),  # its own verdict
        "errors": found.errors,
        "error_kinds": found.kinds.named(),  # of the numbers in `series`
        "notes": notes.of(found, int(job.settings["seconds"])),
        "arrivals": arrivals,
        "generator": generator.judge(found.seconds, found.summary, arrivals),
        **({"profile": found.profile.shown()} if found.profile else {}),
        "elapsed_seconds": round(sum(stages.values()), 3),
        "stages": {name: round(value, 3) for name, value in stages.items()},
    }


def _count_requests(found: "Explored") -> None:
    """Tell the profile how many requests began while it was recorded: from the first second's line on."""
    if found.profile and found.seconds:
        recorded = int((found.rows.columns()[:, 0] >= found.seconds[0]["t"]).sum())
        found.profile = replace(found.profile, requests=recorded)


def _figures(rows: NDArray[np.float64]) -> dict[str, Any]:
    """Counts; percentiles in ms from a request's own start, and (`intended_...`) from when it should have started."""
    found: dict[str, Any] = {"count": len(rows), "fails": int((rows[:, 3] == 0).sum())}
    if len(rows):
        found |= percentiles(rows[:, 2].tolist())
        found |= {f"intended_{name}": ms for name, ms in percentiles(rows[:, 5].tolist()).items()}
    return found


def _by_frequency(rows: NDArray[np.float64]) -> list[float]:
    """Indices of names, the most frequent first."""
    names, counts = np.unique(rows[:, 1], return_counts=True)
    return [float(name) for name in names[np.argsort(-counts, kind="stable")]]


def _pack(found: "Explored") -> bytes:
    """The raw rows of a load test as one compressed file of columns (numpy's .npz)."""
    columns = found.rows.columns()
    names = np.array(
        [found.names.get(index, "other") for index in range(max(found.names, default=0) + 1)], dtype=np.str_
    )
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        start_s=columns[:, 0],
        name=columns[:, 1].astype("<i2"),
        latency_ms=columns[:, 2],
        ok=columns[:, 3].astype("|b1"),
        bytes=columns[:, 4].astype("<i8"),
        intended_ms=columns[:, 5],
        names=names,
    )
    return found.profile.put_into(packed.getvalue()) if found.profile else packed.getvalue()
