"""Reads recorded measurements: two CSV files a recording, listed in a manifest. Their README tells the columns."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfgym.measure.errors import BadSamples
from perfgym.measure.samples import SLICES_PER_SEGMENT, Pair, Segment, Slice

REQUEST_BY_REQUEST = "reqalt"

Row = Mapping[str, str]


@dataclass(frozen=True)
class Recording:
    """One fresh start of several arms at once. `latencies[slice][arm]` are milliseconds in the order of sending."""

    name: str
    design: str
    users: int
    noisy_neighbour: bool
    arms: tuple[str, ...]
    latencies: Mapping[int, Mapping[str, tuple[float, ...]]]
    slices: tuple[Row, ...]

    def segment(self, before: str, after: str, slices: int = SLICES_PER_SEGMENT) -> Segment:
        """The first `slices` slices as one segment of two of the arms: the i-th requests of a slice are a pair.

        Raises BadSamples for an unknown arm and for a recording that does not alternate request by request.
        """
        if not {before, after} <= set(self.arms):
            raise BadSamples(f"{self.name} has the arms {', '.join(self.arms)}, not {before} and {after}.")
        if self.design != REQUEST_BY_REQUEST:
            raise BadSamples(f"{self.name} is of design {self.design}: its requests form no pairs.")
        rows = self.slices[:slices]
        return Segment(
            tuple(pair for row in rows for pair in self._pairs(int(row["slice"]), before, after)),
            tuple(self._slice(row, before, after) for row in rows),
        )

    def _pairs(self, index: int, before: str, after: str) -> Iterable[Pair]:
        arms = self.latencies[index]
        return (Pair(index, b, a) for b, a in zip(arms[before], arms[after], strict=True))

    def _slice(self, row: Row, before: str, after: str) -> Slice:
        index = int(row["slice"])
        host = {state: float(row[f"host_{state}_s"]) for state in ("busy", "idle", "steal")}
        return Slice(
            index=index,
            cpu_before_s=float(row[f"cpu_s_{before}"]),
            cpu_after_s=float(row[f"cpu_s_{after}"]),
            n_before=len(self.latencies[index][before]),
            n_after=len(self.latencies[index][after]),
            seconds=float(row["duration_s"]),
            generator_cpu_s=float(row["gen_cpu_s"]),
            steal=host["steal"] / sum(host.values()),
            busy=host["busy"] / sum(host.values()),
        )


def read_all(folder: Path) -> dict[str, Recording]:
    """Every recording of a folder's manifest.json, by name. Raises BadSamples where a file cannot be understood."""
    try:
        entries = json.loads((folder / "manifest.json").read_text())
        return {entry["file"]: _read(folder, entry) for entry in entries}
    except (KeyError, TypeError, ValueError) as error:
        raise BadSamples(f"The recordings in {folder} cannot be read: {type(error).__name__}: {error}") from error


def _read(folder: Path, entry: Mapping[str, object]) -> Recording:
    name = str(entry["file"])
    latencies: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(folder / f"{name}.requests.csv"):
        latencies[int(row["slice"])][row["arm"]].append(float(row["latency_ms"]))
    arms = entry["arms"]
    if not isinstance(arms, dict):
        raise BadSamples(f"{name} names no arms.")
    return Recording(
        name=name,
        design=str(entry["design"]),
        users=int(str(entry["users"])),
        noisy_neighbour=bool(entry["noisy_neighbour"]),
        arms=tuple(arms),
        latencies={index: {arm: tuple(ms) for arm, ms in of.items()} for index, of in latencies.items()},
        slices=tuple(_rows(folder / f"{name}.slices.csv")),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))
