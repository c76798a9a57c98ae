"""A load test for a guide: one version of the app under the traffic that the plan names."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from perfgym.catalog.figures import Value
from perfgym.catalog.figures.made_from import traffic, version
from perfgym.catalog.lab import OWN_TEST, Lab
from perfgym.catalog.manifest import asking
from perfgym.catalog.manifest.asking import Asked
from perfgym.catalog.manifest.figures import LoadRun, RunManifest
from perfgym.charts import Drawn, flame_graph, flame_table, folded
from perfgym.charts.functions import rows as functions
from perfgym.charts.hot import top
from perfgym.charts.words import figure, number
from perfgym.console.figures import statements
from perfgym.console.figures.told import NotTold, Told, markdown, named, request
from perfgym.console.local import local_job
from perfgym.runs import profileshown
from perfgym.runs.exploration import explore
from perfgym.runs.job import unheard
from perfgym.runs.loadsettings import settings_of
from perfgym.runs.outcome import Outcome
from perfgym.runs.profile import Profile
from perfgym.runs.report import loadcharts
from perfgym.runs.report.load import Load
from perfgym.runs.statements import document
from perfgym.runs.statements.counted import ArmStatements

TOP = 8  # functions in a table


def measure(lab: Lab, run: RunManifest, tell: Callable[[str], None]) -> Told:
    """Run it and take what is asked for. Raises NotTold."""
    assert isinstance(run, LoadRun)
    made = replace(lab, files={**lab.files, f"starter/{OWN_TEST}": traffic(lab, run)})
    settings = settings_of(run.model_dump(include={"users", "spawn_rate", "seconds", "profile"}))
    outcome = local_job(made, version(lab, run), unheard, settings, explore)
    return Told(outcome) if outcome.reason else taken(lab, run, outcome)


def taken(lab: Lab, run: LoadRun, outcome: Outcome) -> Told:
    """What the plan asks of a finished test. Raises NotTold."""
    values = {name: Value(value(outcome, asking.read(text)), asking.unit(text)) for name, text in run.values.items()}
    texts = {name: text_of(outcome, asking.read(text)) for name, text in run.texts.items()}
    load = Load.told(outcome.result, outcome.fingerprint, lab.app, outcome.bundle)
    return Told(outcome, values, texts, {name: _drawn(outcome, load, chart) for name, chart in run.pictures.items()})


def value(outcome: Outcome, asked: Asked) -> float:
    """One figure, in the unit that `asking.LOAD` gives it. Raises NotTold."""
    if asked.to:
        return _figure(asked.figure, outcome, asked) / float(_row(outcome, asked.to)[asked.figure])
    if asked.figure in asking.STATEMENTS:
        return statements.value(_statements(outcome), asked.figure, asked.of)
    return float(VALUES[asked.figure](outcome, asked))


def text_of(outcome: Outcome, asked: Asked) -> str:
    """A table as Markdown, or a plan as PostgreSQL writes it. Raises NotTold."""
    match asked.figure:
        case "statements":
            return statements.table(_statements(outcome), asked.of)
        case "plan":
            return statements.plan(_statements(outcome), asked.of)
        case "functions":
            return _functions(outcome)
    return _requests(outcome)


def _row(outcome: Outcome, name: str) -> Mapping[str, Any]:
    """The figures of one kind of request, or of all."""
    return request(name, {row["name"]: row for row in outcome.result["by_name"]}) if name else outcome.result


def _figure(name: str, outcome: Outcome, asked: Asked) -> float:
    return float(_row(outcome, asked.of)[name])


def _rps(outcome: Outcome, asked: Asked) -> float:
    return float(_row(outcome, asked.of)["count"]) / max(1e-9, float(outcome.result["seconds"]))


def _failed(outcome: Outcome, asked: Asked) -> float:
    row = _row(outcome, asked.of)
    return 100 * float(row["fails"]) / max(1, int(row["count"]))


def _used(what: str, outcome: Outcome, asked: Asked) -> float:
    """CPU in the mean, memory at its highest."""
    seconds = outcome.result["series"]
    found = [
        used for one in seconds if (used := ((one.get("resources") or {}).get(asked.of) or {}).get(what)) is not None
    ]
    if not found:
        raise NotTold(f"The run does not know the {what} of `{asked.of}`. Parts: app, database, generator.")
    return float(max(found) if what == "memory" else sum(found) / len(found))


def _share(kind: str, outcome: Outcome, asked: Asked) -> float:
    """Per cent of a profile that a function has itself, or with all that it calls."""
    stacks = _stacks(outcome)
    found = {row.function.name: row for row in sorted(functions(stacks), key=lambda row: row.total)}
    row = named("function", asked.of, found)
    return 100 * (row.own if kind == "own" else row.total) / max(1, stacks.root.count)


def _queries(outcome: Outcome, asked: Asked) -> float:
    return statements.queries(_statements(outcome))


VALUES: Mapping[str, Callable[[Outcome, Asked], float]] = {
    **{name: partial(_figure, name) for name in ("p50", "p95", "p99", "count")},
    "rps": _rps,
    "failed": _failed,
    "queries": _queries,
    "cpu": partial(_used, "cpu"),
    "memory": partial(_used, "memory"),
    "own": partial(_share, "own"),
    "total": partial(_share, "total"),
}


def _requests(outcome: Outcome) -> str:
    rows = [
        (row["name"], f"{row['count']:,}", *(figure(row[name], "ms") for name in ("p50", "p95", "p99")))
        for row in outcome.result["by_name"]
    ]
    return markdown(("request", "requests", "median", "95 %", "99 %"), rows)


def _functions(outcome: Outcome) -> str:
    stacks = _stacks(outcome)
    whole = max(1, stacks.root.count)
    ranked = top(stacks)[:TOP]
    rows = [
        (f"`{row.function.title}`", f"{number(100 * row.own / whole)} %", f"{number(100 * row.total / whole)} %")
        for row in ranked
    ]
    return markdown(("function", "its own", "with what it calls"), rows)


def _drawn(outcome: Outcome, load: Load, chart: str) -> Drawn:
    if chart == "flame":
        profile, title = _profile(outcome), profileshown.TITLES[_profile(outcome).profiling]
        stacks = folded.read(profile.folded)
        svg = flame_graph(title, stacks, profile.profiling.unit, profileshown.FRAMES)
        caption = "Each box is a function, as wide as its share; what it called stands on it."
        return Drawn(chart, title, caption, svg, flame_table(stacks, profile.profiling.unit))
    found = loadcharts.CHARTS.drawn(load, chart)
    if chart not in found:
        raise NotTold(f"This run has nothing to show in the chart `{chart}`.")
    return found[chart]


def _statements(outcome: Outcome) -> ArmStatements:
    with zipfile.ZipFile(io.BytesIO(outcome.bundle)) as archive:
        if document.NAME not in archive.namelist():
            raise NotTold("This app has no database, so no statement was counted.")
        return document.load(archive.read(document.NAME))["own"]


def _profile(outcome: Outcome) -> Profile:
    profile = Profile.out_of(outcome.bundle)
    if profile is None or profile.problem:
        why = profile.problem if profile else "give the run `profile: cpu` or `profile: memory`"
        raise NotTold(f"There is no profile: {why}.")
    return profile


def _stacks(outcome: Outcome) -> folded.Stacks:
    return folded.read(_profile(outcome).folded)
