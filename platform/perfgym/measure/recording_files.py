"""Reads recordings, and refuses one that is cut, out of order or incomplete, with file and line."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from perfgym.measure.csv_lines import Lines, lines_of
from perfgym.measure.errors import BadSamples
from perfgym.measure.recorded_requests import RecordedRequests
from perfgym.measure.recording import ALTERNATING, BLOCKS, REQUEST_BY_REQUEST, Recording, Row
from perfgym.measure.samples import SLICE_SECONDS

MANIFEST = "manifest.json"
FACT_COLUMNS = ("duration_s", "gen_cpu_s", "host_busy_s", "host_idle_s", "host_steal_s")
ARM_COLUMN = "cpu_s_"

Entry = Mapping[str, Any]


def read_all(folder: Path) -> dict[str, Recording]:
    """Every recording of a folder's manifest.json, by name. Raises BadSamples where a file cannot be understood."""
    return {name: read(folder / name) for name in _manifest(folder)}


def read(base: Path) -> Recording:
    """The recording BASE.requests.csv and BASE.slices.csv, with its entry in a manifest.json beside them, if any.

    Raises BadSamples with file and line.
    """
    entry = _manifest(base.parent).get(base.name, {}) if (base.parent / MANIFEST).exists() else {}
    rows, arms = _slices(lines_of(base.with_name(f"{base.name}.slices.csv")), entry)
    alternates = rows[0].arm == ALTERNATING
    design = str(entry.get("design", REQUEST_BY_REQUEST if alternates else BLOCKS))
    if alternates != (design == REQUEST_BY_REQUEST):
        raise BadSamples(f"{MANIFEST} says that {base.name} is of design {design}; its slices say otherwise. Mend it.")
    slice_s = _slice_seconds(base, entry)
    requests = RecordedRequests(lines_of(base.with_name(f"{base.name}.requests.csv")), rows, arms, slice_s)
    return Recording(
        name=base.name,
        design=design,
        arms=arms,
        latencies=requests.read(entry.get("requests")),
        slices=rows,
        slice_s=slice_s,
    )


def _manifest(folder: Path) -> dict[str, Entry]:
    """Entries of manifest.json by the name of their recording."""
    path = folder / MANIFEST
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {str(entry["file"]): dict(entry) for entry in entries}
    except (OSError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadSamples(f"{path} cannot be read: {type(error).__name__}: {error}. Mend it or take it away.") from error


def _slice_seconds(base: Path, entry: Entry) -> float:
    seconds = entry.get("slice_s", SLICE_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 60:
        raise BadSamples(f"{MANIFEST} says that a slice of {base.name} lasts {seconds!r} s; that cannot be. Mend it.")
    return float(seconds)


def _slices(lines: Lines, entry: Entry) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows of slices.csv, numbered from 0 without a gap, and the arms."""
    arms = tuple(name.removeprefix(ARM_COLUMN) for name in lines.columns if name.startswith(ARM_COLUMN))
    if isinstance(stated := entry.get("arms", []), dict | list) and not {str(each) for each in stated} <= set(arms):
        raise lines.refuse(1, f"has no CPU column of every arm that {MANIFEST} names")
    named = (*FACT_COLUMNS, *(name for name in lines.columns if name not in ("slice", "arm", *FACT_COLUMNS)))
    rows: list[Row] = []
    for number, (index, arm, *facts) in lines.rows("slice", "arm", *named):
        if lines.whole(number, index) != len(rows):
            raise lines.refuse(number, f"has slice {index[:20]} where slice {len(rows)} should follow")
        if arm not in (*arms, ALTERNATING):
            raise lines.refuse(number, f"names the arm {arm[:20]!r}, which has no CPU column")
        if rows and (arm == ALTERNATING) != (rows[0].arm == ALTERNATING):
            raise lines.refuse(number, "mixes slices that alternate with blocks of one arm")
        values = (lines.number(number, each) for each in facts)
        rows.append(Row(len(rows), arm, dict(zip(named, values, strict=True))))
    if not rows or entry.get("slices", len(rows)) != len(rows):
        raise lines.refuse(lines.last, f"is the end after {len(rows)} slices; {entry.get('slices', 'some')} are needed")
    return tuple(rows), arms
