"""What a learner's runs have for a text about them: figures in words, and charts with the line that shows each."""

from collections.abc import Iterator
from dataclasses import dataclass

from perfgym.charts import words
from perfgym.checks.evidence import Compared, Evidence, LoadTest

COMPARISONS, LOAD_TESTS = 2, 1  # the newest
FIGURES = {
    "p50": "median",
    "p95": "95 % of requests within",
    "p99": "99 % of requests within",
    "cpu_ms": "CPU a request",
}


@dataclass(frozen=True)
class Offered:
    """A chart of one's own, and the line that shows it."""

    title: str
    line: str


@dataclass(frozen=True)
class Stock:
    """One run: what it says, its figures as (label, words), and its charts."""

    title: str
    sentence: str
    figures: tuple[tuple[str, str], ...]
    charts: tuple[Offered, ...]


def of(evidence: Evidence) -> list[Stock]:
    """The newest runs of a lab, comparisons first."""
    compared = [_of_comparison(run) for run in evidence.comparisons[:COMPARISONS]]
    return [*compared, *(_of_load_test(run) for run in evidence.load_tests[:LOAD_TESTS])]


def _of_comparison(run: Compared) -> Stock:
    title = f"Comparison of {run.at:%d %b, %H:%M} UTC, before → after"
    return Stock(title, run.sentence, tuple(_changes(run)), _offered(run))


def _changes(run: Compared) -> Iterator[tuple[str, str]]:
    for key, label in FIGURES.items():
        if key in run.before and key in run.after:
            yield label, words.change(run.before[key], run.after[key], "ms")
    if "queries" in run.before and "queries" in run.after:
        yield "queries a request", words.change(run.before["queries"], run.after["queries"])
    if "pairs" in run.result:
        yield "pairs of requests compared", f"{run.result['pairs']:,}"


def _of_load_test(run: LoadTest) -> Stock:
    said = f"{run.users} users for {words.figure(run.seconds, 's')}: {run.count:,} requests, {run.fails:,} failed"
    return Stock(f"Load test of {run.at:%d %b, %H:%M} UTC", said, tuple(_figures(run)), _offered(run))


def _figures(run: LoadTest) -> Iterator[tuple[str, str]]:
    for key, label in FIGURES.items():
        if key in run.figures:
            yield label, words.figure(run.figures[key], "ms")
    if "rps" in run.figures:
        yield "throughput", f"{words.number(run.figures['rps'])} requests a second"


def _offered(run: LoadTest | Compared) -> tuple[Offered, ...]:
    return tuple(Offered(title, f"![{title}](chart:{run.key}/{name})") for name, title in run.charts.items())
