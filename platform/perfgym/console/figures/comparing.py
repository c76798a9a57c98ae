"""A comparison for a guide: a version against the starter, under the traffic that the score is taken under."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from perfgym.catalog.figures import Value
from perfgym.catalog.figures.made_from import version
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest import asking
from perfgym.catalog.manifest.asking import Asked
from perfgym.catalog.manifest.figures import CompareRun, RunManifest
from perfgym.charts.words import figure
from perfgym.console.figures import statements
from perfgym.console.figures.told import NotTold, Told, markdown, named, request
from perfgym.console.local import local_job
from perfgym.measure import bundle
from perfgym.measure.percentiles import percentile
from perfgym.runs import sidetable
from perfgym.runs.execution import compare
from perfgym.runs.job import unheard
from perfgym.runs.outcome import Outcome
from perfgym.runs.report import comparecharts
from perfgym.runs.report.compared import Compared
from perfgym.runs.statements import document
from perfgym.runs.statements.counted import ArmStatements

COUNTED = {  # figure -> its name in the result
    "queries": "queries",
    "database_ms": "database_ms",
    "buffers": "buffers",
    "returned_rows": "rows",
    "wal": "wal_bytes",
    "wire": "wire_bytes",
}
PERCENTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def measure(lab: Lab, run: RunManifest, tell: Callable[[str], None]) -> Told:
    """Run it and take what is asked for. Raises NotTold."""
    assert isinstance(run, CompareRun)
    outcome = local_job(lab, version(lab, run), unheard, {}, compare)
    return Told(outcome) if outcome.reason else taken(run, outcome)


def taken(run: CompareRun, outcome: Outcome) -> Told:
    """What the plan asks of a comparison that was judged. Raises NotTold."""
    compared = Compared(outcome.result, bundle.read(outcome.bundle))
    values = {
        name: Value(value(outcome, compared, asking.read(text)), asking.unit(text)) for name, text in run.values.items()
    }
    texts = {name: text_of(outcome, compared, asking.read(text)) for name, text in run.texts.items()}
    drawn = comparecharts.CHARTS.drawn(compared)
    return Told(outcome, values, texts, {name: named("chart", chart, drawn) for name, chart in run.pictures.items()})


def value(outcome: Outcome, compared: Compared, asked: Asked) -> float:
    """One figure, in the unit that `asking` gives it. Raises NotTold."""
    return _of_arm(outcome, compared, asked) if asked.arm else _of_both(outcome.result, compared, asked)


def text_of(outcome: Outcome, compared: Compared, asked: Asked) -> str:
    """A table as Markdown, or a plan as PostgreSQL writes it. Raises NotTold."""
    match asked.figure:
        case "plan":
            return statements.plan(_statements(outcome, asked.arm), asked.of)
        case "statements":
            return statements.table(_statements(outcome, asked.arm), asked.of)
        case "counted":
            return markdown(("a request", "before", "after"), sidetable.table(outcome.result["side"])["rows"])
    rows = [
        (name, f"{len(after):,}", figure(percentile(before, 0.5), "ms"), figure(percentile(after, 0.5), "ms"))
        for name, (before, after) in compared.by_name.items()
        if before and after
    ]
    return markdown(("request", "pairs", "median before", "median after"), rows)


def _of_both(result: Mapping[str, Any], compared: Compared, asked: Asked) -> float:
    if asked.figure in ("pairs", "seconds"):
        return float(result["pairs" if asked.figure == "pairs" else "measured_seconds"])
    if asked.figure == "share":
        return 100 * float(_defect(result, asked.of)["share"] or 0.0)
    ratio = result["ratio"]
    low, high = result["interval"]
    if asked.of:
        found = request(asked.of, {one.name: one for one in compared.names})
        ratio, low, high = found.ratio, found.low or found.ratio, found.high or found.ratio
    told = {"speedup": 1 / ratio, "speedup_low": 1 / high, "speedup_high": 1 / low, "less": 100 * (1 - ratio)}
    return float(told[asked.figure])


def _of_arm(outcome: Outcome, compared: Compared, asked: Asked) -> float:
    result = outcome.result
    if asked.figure in asking.STATEMENTS:
        return statements.value(_statements(outcome, asked.arm), asked.figure, asked.of)
    if asked.figure == "cpu":
        return float(result[f"cpu_ms_{asked.arm}"])
    if asked.figure == "defect":
        return float(_defect(result, asked.of)[asked.arm])
    if asked.figure in COUNTED:
        counted = result["side"][asked.arm]
        return float(named("count", COUNTED[asked.figure], counted))
    mine = _percentile(compared, asked, asked.of)
    return mine / _percentile(compared, asked, asked.to) if asked.to else mine


def _percentile(compared: Compared, asked: Asked, name: str) -> float:
    """In ms, of one kind of request or of all."""
    both = request(name, compared.by_name) if name else compared.latencies
    return float(percentile(both[asked.arm == "after"], PERCENTILES[asked.figure]))


def _defect(result: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return named("defect", name, {row["id"]: row for row in result["side"]["defects"] if row["id"]})


def _statements(outcome: Outcome, arm: str) -> ArmStatements:
    with zipfile.ZipFile(io.BytesIO(outcome.bundle)) as archive:
        if document.NAME not in archive.namelist():
            raise NotTold("This app has no database, so no statement was counted.")
        return document.load(archive.read(document.NAME))[arm]
