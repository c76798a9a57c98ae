"""guide/figures.yaml with guide/figures.json and the drawings -> the figures of a lab."""

from collections.abc import Mapping

from perfgym.catalog.figures import Figures, drawing, kept
from perfgym.catalog.figures.quoting import ALL
from perfgym.catalog.loading.nodes import Document, parse
from perfgym.catalog.loading.problems import ManifestError, Problem, listed, suggestion
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest.figures import RUNS, RunManifest

PLAN = "guide/figures.yaml"


def read_figures(files: Mapping[str, bytes], shown: str) -> tuple[Figures, list[Problem]]:
    """What can be read, and what is wrong with the rest. Without a plan there are none."""
    plan, problems = _plan(files, f"{shown}/{PLAN}")
    try:
        told = kept.load(files[kept.FILE]) if kept.FILE in files else {}
    except ValueError as error:
        return Figures(plan), [*problems, Problem(f"{shown}/{kept.FILE}", 1, str(error))]
    drawings, more = _drawings(files, shown, told)
    return Figures(plan, {name: run for name, run in told.items() if name in plan}, drawings), [*problems, *more]


def _plan(files: Mapping[str, bytes], file: str) -> tuple[dict[str, RunManifest], list[Problem]]:
    if PLAN not in files:
        return {}, []
    try:
        document = parse(files[PLAN], file)
        data = document.data
        if not isinstance(data, dict) or set(data) != {"runs"} or not isinstance(data["runs"], dict):
            raise ManifestError.at(file, 1, "expected the key `runs`, and below it the name of each run")
        runs = document.part("runs")
        return {name: _run(name, runs) for name in runs.data}, []
    except ManifestError as error:
        return {}, list(error.problems)


def _run(name: str, runs: Document) -> RunManifest:
    """One run by the model of its kind. Raises ManifestError."""
    run = runs.part(name)
    kind = run.data.get("kind") if isinstance(run.data, dict) else None
    if kind not in RUNS:
        said = f"`{name}` needs a kind.{suggestion(str(kind), RUNS)} Kinds: {listed(RUNS)}"
        raise ManifestError.at(run.file, runs.line((name, "kind")), said)
    if name == ALL:
        raise ManifestError.at(run.file, runs.line((name,)), f"`{ALL}` stands for all runs; give this one another name")
    return validate(RUNS[kind], run)


def _drawings(files: Mapping[str, bytes], shown: str, told: kept.Kept) -> tuple[dict[str, str], list[Problem]]:
    """The drawings that belong to runs; one that a page may not hold is refused."""
    names = [picture.file for run in told.values() for picture in run.pictures.values()]
    found = {name: files[f"guide/{name}"].decode(errors="replace") for name in names if f"guide/{name}" in files}
    problems = [
        Problem(f"{shown}/guide/{name}", 1, "this is no drawing as --refresh makes them; let it draw it anew")
        for name, svg in found.items()
        if not drawing.is_ours(svg)
    ]
    return found, problems
