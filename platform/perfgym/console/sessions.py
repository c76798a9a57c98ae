"""Sessions of measuring the yardstick against itself: one line of JSON each, and a table of all."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from perfgym.console.local import local_job
from perfgym.runs import yardstick
from perfgym.runs.execution import compare
from perfgym.runs.job import unheard

Session = dict[str, Any]


def measure(kind_name: str, effect: float, noisy: bool) -> Session:
    """One comparison through the whole path: pods, traffic, gates, verdict. What it found and how long it took."""
    kind = yardstick.KINDS[kind_name]
    outcome = local_job(yardstick.lab(kind), yardstick.edits(kind, effect), unheard, {}, compare)
    result = outcome.result
    return {
        "kind": kind_name,
        "effect": effect,
        "noisy": noisy,
        "driver": result["driver"],
        "outcome": outcome.reason or result["verdict"],
        "ratio": result.get("ratio"),
        "interval": result.get("interval"),
        "points": outcome.points,
        "measured_seconds": result["measured_seconds"],
        "elapsed_seconds": result["elapsed_seconds"],
    }


def append(path: Path, session: Session) -> None:
    """Keep a session at once, so that a campaign that is broken off goes on where it was."""
    with path.open("a") as stream:
        stream.write(json.dumps(session) + "\n")


def read(path: Path, kind: str, effect: float, noisy: bool) -> list[Session]:
    """The sessions of this sort that a file holds already."""
    if not path.exists():
        return []
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return [one for one in found if (one["kind"], one["effect"], one["noisy"]) == (kind, effect, noisy)]


def summary(sessions: Sequence[Session]) -> dict[str, Any]:
    """Outcomes counted, seconds, and how far the ratios lie apart."""
    ratios = sorted(one["ratio"] for one in sessions if one["ratio"])
    measured = [one["measured_seconds"] for one in sessions]
    return {
        "sessions": len(sessions),
        "outcomes": dict(Counter(one["outcome"] for one in sessions)),
        "scored": sum(one["points"] > 0 for one in sessions),
        "ratio": {"least": ratios[0], "median": median(ratios), "most": ratios[-1]} if ratios else None,
        "measured_seconds": {"mean": sum(measured) / len(measured), "most": max(measured)},
        "elapsed_seconds": {"mean": sum(one["elapsed_seconds"] for one in sessions) / len(sessions)},
    }


def in_words(kind: str, effect: float, noisy: bool, found: Mapping[str, Any]) -> str:
    """The summary as a few lines of text."""
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(found["outcomes"].items()))
    lines = [
        f"{kind}, effect {'none' if effect == 1 else effect}{', noisy neighbour' if noisy else ''}: "
        f"{found['sessions']} sessions: {outcomes}; {found['scored']} scored"
    ]
    if ratio := found["ratio"]:
        lines.append(f"ratio {ratio['median']:.3f}, from {ratio['least']:.3f} to {ratio['most']:.3f}")
    seconds = found["measured_seconds"]
    lines.append(
        f"measured {seconds['mean']:.1f} s in the mean, {seconds['most']:.0f} s at most; "
        f"{found['elapsed_seconds']['mean']:.1f} s elapsed"
    )
    return "\n".join(lines)


def line(session: Session) -> str:
    """One session as a line of the table."""
    low, high = session["interval"] or (None, None)
    ratio = f"{session['ratio']:.3f} ({low:.3f} to {high:.3f})" if session["ratio"] else "-"
    return f"{session['outcome']:<22} {ratio:<24} {session['points']:>3} points {session['measured_seconds']:>4.0f} s"


def effects(names: Iterable[str]) -> dict[str, float]:
    """What `--effect` takes: the name of each share."""
    return {name: 1.0 if name == "none" else float(name) for name in names}
