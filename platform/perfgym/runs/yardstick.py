"""Two versions of the yardstick app whose true ratio is set by construction: what the platform measures itself with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.lab import PointsManifest, ScoreManifest
from perfgym.errors import LearnerError

APP = "yardstick"
SHAPE = "yardstick/shape.py"


@dataclass(frozen=True)
class Kind:
    """One kind of work: what a unit is, how many make a request of 10 to 20 ms, and which metric sees the effect."""

    work: str
    units: int
    workers: int
    metric: str

    def shape(self, share: float = 1.0) -> bytes:
        """shape.py of an arm with `share` of the units."""
        units = round(self.units * share)
        return f'WORK = "{self.work}"\nUNITS = {units}\nWORKERS = {self.workers}\n'.encode()

    def score(self, metric: str) -> ScoreManifest:
        return ScoreManifest.model_validate({"metric": metric, "workload": "steady", "reference_ratio": 0.5})


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "cpu": Kind("cpu", 400, 1, "cpu"),
        "wait": Kind("database", 120, 1, "wall"),
        "workers": Kind("cpu", 400, 4, "cpu"),
    }
)


class NoYardstick(LearnerError):
    """The catalogue in use has no yardstick app, so this machine cannot be checked. Restore sandbox_apps/yardstick."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


def lab(kind: Kind) -> Lab:
    """A lab of this kind that exists in memory only; its starter is the whole of the units. Raises NoYardstick."""
    app = library.default().apps.get(APP)
    if app is None:
        raise NoYardstick
    files = {f"starter/{SHAPE}": kind.shape()}
    return Lab(
        slug=APP,
        title="Yardstick",
        summary="Identical work on both sides, or a known share of it.",
        level="foundation",
        minutes=1,
        runs_on=app,
        skills=(),
        editable=(SHAPE,),
        scored_by=kind.score(kind.metric),
        points=PointsManifest(improvement=100),
        rubric=(),
        hint_costs=(),
        defects=(),
        steps=(),
        cheat_notes={},
        files=MappingProxyType(files),
        digest=app.digest,
        root=Path(app.root),
    )


def edits(kind: Kind, effect: float) -> dict[str, bytes]:
    """The edits that make the app do `effect` (after / before, 0 to 1) of its units; none for 1."""
    return {} if effect == 1 else {SHAPE: kind.shape(effect)}
