"""guide/figures.yaml: the runs that a guide's numbers and pictures come from, and what is taken from each."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from perfgym.catalog.manifest import asking
from perfgym.catalog.manifest.fields import Line, Manifest, Path, Slug

VALUES = "names, each with what it stands for, such as `p95: p95 of /books`"
TEXTS = "names, each with a table or a plan, such as `scan: plan of FROM books`"
PICTURES = "names, each with a chart: "


class RunManifest(Manifest):
    kind: str = Field(description="load or compare")
    lab: Slug | None = Field(default=None, description="the lab that is run; left out: the guide's own")
    version: Path = Field(
        default="starter",
        description="what is run: starter, reference, solutions/NAME, cheats/NAME, or a folder in guide/ that is laid "
        "over the starter",
    )
    values: dict[Slug, Line] = Field(default_factory=dict, description=VALUES)
    texts: dict[Slug, Line] = Field(default_factory=dict, description=TEXTS)
    pictures: dict[Slug, str] = Field(default_factory=dict, description=PICTURES)


class LoadRun(RunManifest):
    """A load test of one version."""

    kind: Literal["load"] = Field(description="load")
    traffic: Path = Field(
        default="starter/locustfile.py",
        description="a Locust file of the lab, such as guide/traffic.py, or the name of one of the app's workloads",
    )
    users: Annotated[int, Field(strict=True, ge=1, le=200)] = Field(default=10, description="from 1 to 200")
    spawn_rate: Annotated[int, Field(strict=True, ge=1, le=200)] = Field(
        default=10, description="users started a second, from 1 to 200"
    )
    seconds: Annotated[int, Field(strict=True, ge=1, le=600)] = Field(default=20, description="from 1 to 600")
    profile: Literal["none", "cpu", "memory"] = Field(default="none", description="none, cpu or memory")
    values: dict[Slug, Annotated[Line, AfterValidator(asking.load)]] = Field(default_factory=dict, description=VALUES)
    texts: dict[Slug, Annotated[Line, AfterValidator(asking.load_text)]] = Field(
        default_factory=dict, description=TEXTS
    )
    pictures: dict[Slug, Literal[asking.LOAD_PICTURES]] = Field(  # type: ignore[valid-type]
        default_factory=dict, description=PICTURES + ", ".join(asking.LOAD_PICTURES)
    )


class CompareRun(RunManifest):
    """A comparison of a version with the starter, under the traffic that the score is taken under."""

    kind: Literal["compare"] = Field(description="compare")
    version: Path = Field(default="reference", description="what is compared with the starter, as for a load test")
    values: dict[Slug, Annotated[Line, AfterValidator(asking.compare)]] = Field(
        default_factory=dict, description=VALUES
    )
    texts: dict[Slug, Annotated[Line, AfterValidator(asking.compare_text)]] = Field(
        default_factory=dict, description=TEXTS
    )
    pictures: dict[Slug, Literal[asking.COMPARE_PICTURES]] = Field(  # type: ignore[valid-type]
        default_factory=dict, description=PICTURES + ", ".join(asking.COMPARE_PICTURES)
    )


RUNS: dict[str, type[RunManifest]] = {"load": LoadRun, "compare": CompareRun}


class FiguresManifest(Manifest):
    runs: dict[Slug, LoadRun | CompareRun] = Field(
        description="names of runs, each with its kind and what is taken from it"
    )
