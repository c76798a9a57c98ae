"""What the permanent page of a run shows, computed from its evidence."""

import math
from typing import Any

from perfgym.charts import ecdf, ecdf_table, pair_strip, strip_table, words
from perfgym.measure import bundle, gates
from perfgym.measure.bundle.columns import AFTER, BEFORE
from perfgym.measure.estimate import cpu_values
from perfgym.measure.rule import Metric
from perfgym.runs import profileshown, sidetable, sofar
from perfgym.runs.models import Evidence, Kind, Run
from perfgym.runs.statements.shown import listing as statements

HOST_FACTS = {
    "cpu": "CPU",
    "cores": "cores",
    "memory_kb": "memory (kB)",
    "kernel": "kernel",
    "python": "Python of the worker",
}


def of(run: Run) -> dict[str, Any]:
    """The template's context. Charts are SVG text of our own making."""
    context: dict[str, Any] = {
        "run": run,
        "lab": run.current_lab(),
        "result": run.result,
        "is_comparison": run.kind == Kind.COMPARE,
        "facts": _facts(run),
        "stages": run.result.get("stages", {}),
        "has_bundle": Evidence.objects.filter(run=run).exists(),
        **profileshown.section(run),
        **statements.section(run),
    }
    if not run.is_final:
        context["so_far"] = sofar.of(run)
    if run.kind == Kind.COMPARE and run.result.get("ratio"):
        context |= comparison(run, bundle.read(bytes(run.evidence.bundle)))
    return context


def comparison(run: Run, content: bundle.Content) -> dict[str, Any]:
    """Sentence, charts and figures of a comparison that was judged, from its evidence."""
    result = run.result
    low, high = result["interval"]
    before, after = latencies(content)
    ratios = [b and a / b for b, a in zip(before, after, strict=True)]
    if result["metric"] == Metric.CPU:
        ratios = cpu_ratios(content)
    return {
        "sentence": words.result_sentence(result),
        "strip": pair_strip(ratios, low, high, result["ratio"]),
        "strip_table": strip_table(ratios, low, high, result["ratio"]),
        "distribution": ecdf(before, after),
        "distribution_table": ecdf_table(before, after),
        "figures": figures(result),
        "side": sidetable.table(result["side"]) if "side" in result else None,
    }


def latencies(content: bundle.Content) -> tuple[list[float], list[float]]:
    """(before, after) in ms of every request that counted, pair by pair."""
    columns = content.requests.columns
    order = columns["pair"].argsort(kind="stable")
    kept, arm, ms = columns["kept"][order], columns["arm"][order], columns["latency_ms"][order]
    return ms[kept & (arm == BEFORE)].tolist(), ms[kept & (arm == AFTER)].tolist()


def cpu_ratios(content: bundle.Content) -> list[float]:
    """CPU a request, after divided by before, of every slice that counted."""
    return [math.exp(value) for value in cpu_values(gates.apply(content.segments).segments)]


def figures(result: dict[str, Any]) -> list[dict[str, str]]:
    """Rows of the before/after table: a label, and both numbers with their unit."""
    rows = [
        (f"{label} latency", result["before"][key], result["after"][key])
        for key, label in (("p50", "median"), ("p95", "95 %"), ("p99", "99 %"))
    ]
    rows.append(("CPU a request", result["cpu_ms_before"], result["cpu_ms_after"]))
    return [{"label": label, "change": words.change(before, after, "ms")} for label, before, after in rows]


def _facts(run: Run) -> list[tuple[str, Any]]:
    """The environment, in words, for the table at the foot of the page."""
    found = run.fingerprint
    host = [(label, found.get("host", {}).get(key)) for key, label in HOST_FACTS.items()]
    sandbox = found.get("sandbox", {})
    rest = [
        ("isolation", f"{sandbox.get('level', '')} {sandbox.get('driver', '')}".strip()),
        ("seed", str(run.seed) if run.is_final else ""),
        ("lab version", run.lab_digest[:12]),
        ("platform version", found.get("perfgym")),
    ]
    return [(label, value) for label, value in (*host, *rest) if value]
