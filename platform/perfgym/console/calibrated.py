"""labs/calibrated.json: which labs were calibrated, as they are now, and with what result; committed with them.

The suite believes it for labs whose files, app and harness are those that were calibrated, and measures the others.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from perfgym.catalog.judged import judged
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.files import digest
from perfgym.charts.words import factor
from perfgym.runs import machine

FILE = "calibrated.json"
PACKAGE = Path(__file__).resolve().parents[1]
HARNESS = (  # what decides how a comparison ends
    "measure/*.py", "loadgen/scoring/*.py", "runs/execution.py", "runs/comparison.py", "runs/pairs.py",
    "runs/integrity.py", "runs/durability.py", "runs/guard.py", "runs/evidence.py",
)  # fmt: skip
HEAD = ("lab", "driver", "starter", "reference", "other solutions", "cheats, and why refused", "seconds")
Found = Mapping[str, Any]
Recorded = dict[str, dict[str, Any]]  # lab -> driver -> what was found


@cache
def harness() -> str:
    """A digest of the code that judges."""
    files = [path for pattern in HARNESS for path in sorted(PACKAGE.glob(pattern))]
    return digest({path.relative_to(PACKAGE).as_posix(): path.read_bytes() for path in files})


def read(labs: Path) -> Recorded:
    """Everything recorded; nothing where there is no record yet."""
    file = labs / FILE
    return dict(json.loads(file.read_text())) if file.exists() else {}


def record(labs: Path, lab: Lab, found: Found) -> None:
    """Keep what calibrating a lab found, in place of what was found before with the same driver."""
    every = read(labs)
    kept = {
        **{name: value for name, value in found.items() if name not in ("lab", "driver")},
        "judged": judged(lab),
        "harness": harness(),
        "cores": machine.facts()["cores"],
        "date": datetime.now(UTC).date().isoformat(),
    }
    every.setdefault(lab.slug, {})[found["driver"]] = kept
    (labs / FILE).write_text(json.dumps(every, indent=1, sort_keys=True) + "\n")


def current(recorded: Recorded, lab: Lab) -> dict[str, Found]:
    """What was found of a lab as it is now, by driver."""
    known = recorded.get(lab.slug, {})
    mine = (judged(lab), harness())
    return {driver: found for driver, found in known.items() if (found["judged"], found["harness"]) == mine}


def table(done: Iterable[Found]) -> str:
    """What calibrations found as a Markdown table, a row a lab and driver."""
    lines = [HEAD, ("---",) * len(HEAD), *map(_row, done)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _row(found: Found) -> tuple[str, ...]:
    cheats = [
        f"{name}: {cheat['found']}{'' if cheat['found'] == cheat['expected'] else ', WRONG'}"
        for name, cheat in found["cheats"].items()
    ]
    return (
        found["lab"],
        found["driver"],
        _told(found["noise"]),
        _told(found["reference"]),
        "; ".join(f"{name}: {_told(one)}" for name, one in found["solutions"].items()),
        "; ".join(cheats),
        str(found["seconds"]),
    )


def _told(one: Found) -> str:
    """`faster, 1.9x (1.7x to 2.1x), 100 points`."""
    verdict = str(one["verdict"]).replace("_", " ")
    if not one["ratio"]:
        return verdict
    low, high = one["interval"]
    return f"{verdict}, {factor(1 / one['ratio'])} ({factor(1 / high)} to {factor(1 / low)}), {one['points']} points"
