"""What the permanent page of a run shows, computed from its evidence."""

from collections.abc import Mapping
from typing import Any

from perfgym.charts import Drawn, Shown, guardwords, words
from perfgym.measure import bundle
from perfgym.runs import profileshown, sidetable, sofar
from perfgym.runs.models import Evidence, Kind, Run, State
from perfgym.runs.report import comparecharts, comparewords, facts, failures, kept, loadcharts, loadwords
from perfgym.runs.report.compared import Compared
from perfgym.runs.report.load import Load
from perfgym.runs.statements.shown import listing as statements

OTHERS = 20  # load tests to choose from


def of(run: Run) -> dict[str, Any]:
    """The template's context. Charts are SVG text of our own making."""
    context: dict[str, Any] = {
        "run": run,
        "lab": run.current_lab(),
        "result": run.result,
        "is_comparison": run.kind == Kind.COMPARE,
        "facts": facts.of(run),
        "stages": run.result.get("stages", {}),
        "has_bundle": Evidence.objects.filter(run=run).exists(),
        **kept.of(run, "sections", lambda: {**profileshown.section(run), **statements.section(run)}),
    }
    if not run.is_final:
        context["so_far"] = sofar.of(run)
    if run.kind == Kind.COMPARE and run.result.get("ratio"):
        return context | comparison(run)
    if run.kind == Kind.EXPLORE and run.is_final:
        return context | load_test(run)
    return context


def of_trial(run: Run) -> dict[str, Any]:
    """The page of a measurement that the platform makes for an answer: how far it is, and nothing of what it found."""
    return {"run": run, "lab": run.current_lab(), "so_far": None if run.is_final else sofar.of(run)}


def load_test(run: Run) -> dict[str, Any]:
    """Sentences, charts and errors of a load test that is over, however it ended."""
    return {**kept.of(run, "load test", lambda: _load_test(source_of_load(run))), "others": others(run)}


def _load_test(load: Load) -> dict[str, Any]:
    return {
        "sentence": loadwords.sentence(load),
        "held_back": loadwords.held_back(load),
        "limits": loadwords.LIMITS,
        "charts": loadcharts.CHARTS.drawn(load),
        "failures": failures.of(load)[: failures.SHOWN],
    }


def source_of_load(run: Run) -> Load:
    """With every request."""
    return Load.of(run, _evidence(run))


def others(run: Run) -> list[dict[str, Any]]:
    """The same person's load tests of the lab that this one can be laid beside, the latest first."""
    found = Run.objects.filter(owner=run.owner_id, lab=run.lab, kind=Kind.EXPLORE, state=State.FINISHED)
    shown = found.exclude(pk=run.pk).filter(result__count__gt=0).order_by("-created_at")
    return [dict(one) for one in shown.values("pk", "created_at", "result__rps", "result__p50")[:OTHERS]]


def comparison(run: Run, content: bundle.Content | None = None) -> dict[str, Any]:
    """Sentence, charts and figures of a comparison that was judged, from its evidence.

    `content` is that evidence, where the caller has read it anyway.
    """
    return kept.of(run, "comparison", lambda: _comparison(run, source_of_comparison(run, content)))


def _comparison(run: Run, compared: Compared) -> dict[str, Any]:
    result, drawn = run.result, comparecharts.CHARTS.drawn(compared)
    return {
        "sentence": words.result_sentence(result),
        "charts": drawn,
        "strip": drawn["pairs"].svg,
        "strip_table": drawn["pairs"].table,
        "distribution": drawn["distribution"].svg,
        "distribution_table": drawn["distribution"].table,
        "certainty": comparewords.certainty(result),
        "points_words": comparewords.points(result, run.points),
        "limits": comparewords.LIMITS,
        "guards": guardwords.sentences(result.get("guards") or ()),
        "figures": figures(result),
        "side": sidetable.table(result["side"]) if "side" in result else None,
    }


def source_of_comparison(run: Run, content: bundle.Content | None = None) -> Compared:
    """With every pair."""
    return Compared(run.result, content or bundle.read(_evidence(run) or b""))


def _evidence(run: Run) -> bytes | None:
    found = Evidence.objects.filter(run=run).values_list("bundle", flat=True).first()
    return bytes(found) if found else None


def charts(run: Run) -> Mapping[str, Drawn]:
    """Every chart of a run that is over and has something to show, by its name."""
    if run.kind == Kind.EXPLORE:
        context = kept.of(run, "load test", lambda: _load_test(source_of_load(run)))
    else:
        context = comparison(run) if run.result.get("ratio") else {}
    found: Mapping[str, Drawn] = context.get("charts", {})
    return found


def shown(run: Run, name: str) -> Shown | None:
    """One chart of a run that is over, by its name; None where it has none of this name."""
    if run.kind == Kind.EXPLORE:
        return loadcharts.CHARTS.shown(source_of_load(run), name)
    return comparecharts.CHARTS.shown(source_of_comparison(run), name) if run.result.get("ratio") else None


def figures(result: dict[str, Any]) -> list[dict[str, str]]:
    """Rows of the before/after table: a label, and both numbers with their unit."""
    rows = [
        (f"{label} latency", result["before"][key], result["after"][key])
        for key, label in (("p50", "median"), ("p95", "95 %"), ("p99", "99 %"))
    ]
    rows.append(("CPU a request", result["cpu_ms_before"], result["cpu_ms_after"]))
    return [{"label": label, "change": words.change(before, after, "ms")} for label, before, after in rows]
