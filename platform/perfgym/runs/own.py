"""A person's own runs of a lab as plain data, for the checks of its steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.charts import words
from perfgym.checks.evidence import Compared, Evidence, LoadTest, Named, Written
from perfgym.checks.trial import TrialSpec, Tried
from perfgym.runs.attached import Attached
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.pictures import Pictures
from perfgym.workspaces.models import digest_of, digest_of_all

LATEST = 30  # of each kind
LATENCIES = ("p50", "p95", "p99")
FIGURES = (*LATENCIES, "rps")


def evidence(
    person: Person,
    lab: str,
    since: datetime | None = None,
    entries: Sequence[Written] = (),
    until: datetime | None = None,
) -> Evidence:
    """What this person's runs of a lab have shown, asked for since a moment and over by another, newest first."""
    runs = Run.objects.filter(owner=person, lab=lab, state=State.FINISHED)
    if since is not None:
        runs = runs.filter(created_at__gte=since)
    if until is not None:
        runs = runs.filter(finished_at__lte=until)
    newest = runs.order_by("-created_at").select_related("snapshot").defer("fingerprint", "tail")
    return Evidence(
        load_tests=tuple(map(load_test, newest.filter(kind=Kind.EXPLORE)[:LATEST])),
        comparisons=tuple(compared(run) for run in newest.judged()[:LATEST] if run.result.get("ratio")),
        entries=tuple(entries),
    )


def tried(spec: TrialSpec, run: Run) -> Tried:
    """What came of a measurement that the platform made for an answer."""
    test = load_test(run) if run.state == State.FINISHED else None
    return Tried(spec, test, run.reason, run.message)


def load_test(run: Run) -> LoadTest:
    result = run.result
    series = result.get("series", [])
    return LoadTest(
        at=run.finished_at or run.created_at,
        users=int(run.settings.get("users", 0)),
        seconds=float(result.get("seconds", 0.0)),
        count=int(result.get("count", 0)),
        fails=int(result.get("fails", 0)),
        figures=_numbers(result, FIGURES),
        names={row["name"]: _named(row) for row in result.get("by_name", [])},
        series={each: tuple(float(one[each]) for one in series if one.get(each) is not None) for each in FIGURES},
        as_found=run.change == digest_of_all({}),
        test_as_found=_test_as_found(run),
        like=f"{run.change} {sorted(run.settings.items())}",
        result=result,
        files=Attached(run),
        key=key(run),
        charts=Pictures(run),
    )


def _test_as_found(run: Run) -> bool:
    """Whether its locustfile was the one that the lab starts with."""
    lab = library.default().labs.get(run.lab)
    if lab is None or lab.own_test is None:
        return False
    return run.snapshot.files.get(lab.own_test) in (None, digest_of(lab.editable_files()[lab.own_test]))


def key(run: Run) -> str:
    """How a text names a run."""
    return str(run.pk)[:8]


def _named(row: Mapping[str, Any]) -> Named:
    return Named(row["name"], row["count"], row["fails"], _numbers(row, LATENCIES))


def compared(run: Run) -> Compared:
    result = run.result
    low, high = result["interval"]
    return Compared(
        at=run.finished_at or run.created_at,
        verdict=result["verdict"],
        sentence=words.result_sentence(result),
        ratio=result["ratio"],
        low=low,
        high=high,
        before=_arm(result, "before"),
        after=_arm(result, "after"),
        names={row["name"]: (row["before"], row["after"]) for row in result.get("by_name", [])},
        result=result,
        files=Attached(run),
        key=key(run),
        charts=Pictures(run),
    )


def _arm(result: Mapping[str, Any], arm: str) -> dict[str, float]:
    """Latencies, CPU and queries a request of one version."""
    figures = _numbers(result.get(arm, {}), LATENCIES)
    if f"cpu_ms_{arm}" in result:
        figures["cpu_ms"] = result[f"cpu_ms_{arm}"]
    side = result.get("side", {}).get(arm, {})
    return figures | _numbers(side, ("queries",))


def _numbers(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, float]:
    return {name: float(row[name]) for name in names if row.get(name) is not None}
