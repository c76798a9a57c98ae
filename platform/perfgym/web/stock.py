"""What a learner's runs have for a text about them: figures in words, and charts with the line that shows each."""

from collections.abc import Mapping
from dataclasses import dataclass

from perfgym.charts import words
from perfgym.checks.evidence import Compared, Evidence, LoadTest
from perfgym.checks.texts import offered

COMPARISONS, LOAD_TESTS = 2, 1  # the newest
FIGURES = {  # name in references -> what it is called
    "p50": "median",
    "p95": "95 % of requests within",
    "p99": "99 % of requests within",
    "cpu": "CPU a request",
    "queries": "queries a request",
}


@dataclass(frozen=True)
class Offered:
    """A chart of one's own, and the line that shows it."""

    title: str
    line: str


@dataclass(frozen=True)
class Stock:
    """One run: what it says, its figures as (label, words, reference), and its charts."""

    title: str
    sentence: str
    figures: tuple[tuple[str, str, str], ...]
    charts: tuple[Offered, ...]


def of(evidence: Evidence) -> list[Stock]:
    """The newest runs of a lab, comparisons first."""
    compared = [_of_comparison(run) for run in evidence.comparisons[:COMPARISONS]]
    return [*compared, *(_of_load_test(run) for run in evidence.load_tests[:LOAD_TESTS])]


def _of_comparison(run: Compared) -> Stock:
    title = f"Comparison of {run.at:%d %b, %H:%M} UTC, before → after"
    names = {f"change.{name}": label for name, label in FIGURES.items()}
    figures = _figures(run, {"gain": "times as fast", "less": "less time", **names, "pairs": "pairs compared"})
    return Stock(title, run.sentence, figures, _offered(run))


def _of_load_test(run: LoadTest) -> Stock:
    said = f"{run.users} users for {words.figure(run.seconds, 's')}: {run.count:,} requests, {run.fails:,} failed"
    figures = _figures(run, {**FIGURES, "rps": "throughput"})
    return Stock(f"Load test of {run.at:%d %b, %H:%M} UTC", said, figures, _offered(run))


def _figures(run: Compared | LoadTest, names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Those of the named figures that the run has; each reference says which run it is of."""
    found = offered.of(run)
    key = f"{run.key}." if run.key else ""
    return tuple((label, found[name].words, f"{{{{{key}{name}}}}}") for name, label in names.items() if name in found)


def _offered(run: LoadTest | Compared) -> tuple[Offered, ...]:
    return tuple(Offered(title, f"![{title}](chart:{run.key}/{name})") for name, title in run.charts.items())
