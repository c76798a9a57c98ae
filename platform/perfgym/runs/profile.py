"""A profile of a load test: what was recorded, how it is kept with the run's raw data, what of it is shown first."""

import io
import json
import zipfile
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

from perfgym.charts import folded
from perfgym.charts.hot import hottest, top

RATE = 100  # samples a second
STACKS, FACTS = "profile.folded", "profile.json"
TOP = 5


class Profiling(StrEnum):
    """What a load test records beside its latencies; calls are counted of comparisons only."""

    NONE = "none"
    CPU = "cpu"
    MEMORY = "memory"
    CALLS = "calls"

    @property
    def words(self) -> str:
        """After what else is done."""
        return {"cpu": " and recording a CPU profile", "memory": " and recording a memory profile"}.get(self, "")

    @property
    def unit(self) -> str:
        return {"memory": "bytes", "calls": "calls"}.get(self, "samples")


ASKED = (Profiling.NONE, Profiling.CPU, Profiling.MEMORY)  # what a learner may have recorded


@dataclass(frozen=True)
class Profile:
    """Folded stacks with counts in samples (CPU) or bytes (memory). `problem` says why there are none.

    `seconds` is how long was recorded; `highest` and `held` are bytes of Python objects at the highest and at the end.
    """

    profiling: Profiling
    folded: str = ""
    samples: int = 0
    seconds: float = 0.0
    errors: int = 0
    left_out: int = 0
    highest: int = 0
    held: int = 0
    problem: str = ""
    requests: int = 0  # in the recorded seconds
    rate: int = RATE

    def facts(self) -> dict[str, Any]:
        """Everything but the stacks."""
        return {name: value for name, value in asdict(self).items() if name != "folded"}

    def shown(self) -> dict[str, Any]:
        """What the run's page says of it: the facts, the hottest path, the functions with the most of their own."""
        stacks = folded.read(self.folded)
        return {
            **self.facts(),
            "hot": hottest(stacks),
            "top": [row.plain() for row in top(stacks)[:TOP]],
        }

    def put_into(self, packed: bytes) -> bytes:
        """The run's raw data (a zip) with this profile in it."""
        buffer = io.BytesIO(packed)
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(STACKS, self.folded)
            archive.writestr(FACTS, json.dumps(self.facts(), indent=1))
        return buffer.getvalue()

    @classmethod
    def out_of(cls, packed: bytes) -> Self | None:
        """The profile in a run's raw data; None where none was recorded."""
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if FACTS not in archive.namelist():
                return None
            facts = json.loads(archive.read(FACTS))
            text = archive.read(STACKS).decode(errors="replace")
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in facts.items() if name in known}
        return cls(**{**kept, "profiling": Profiling(facts["profiling"]), "folded": text})
