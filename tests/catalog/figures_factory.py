"""A lab whose guide quotes a load test that was measured."""

from pathlib import Path

from catalog_factory import CHANGE, catalogue

from perfgym.catalog import library
from perfgym.catalog.figures import Figures, KeptRun, Picture, Value, kept
from perfgym.catalog.figures.made_from import made_from
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.figures import read_figures

LAB = "labs/slow-shop"
PLAN = """\
runs:
  as-found:
    kind: load
    users: 5
    values: {p95: p95 of /books, times: p50 of /books to /book, queries: queries, rps: rps, failed: failed}
    texts: {plan: plan of FROM books}
    pictures: {seconds: seconds}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="100%" height="40"><title>T</title></svg>'
VALUES = {
    "p95": Value(142.31, "ms"),
    "times": Value(2.347, "x"),
    "queries": Value(42.56, ""),
    "rps": Value(31.99, "requests a second"),
    "failed": Value(0.0, "%"),
}
PICTURE = Picture("as-found-seconds.svg", "By second", "Each second.", ("second", "ms"), (("1", "142"),))


def run(made: str = "0", date: str = "2026-11-30T10:00:00+00:00") -> KeptRun:
    return KeptRun(made, date, "a machine with 2 cores", VALUES, {"plan": "Seq Scan on books"}, {"seconds": PICTURE})


def figures() -> Figures:
    """As a lab has them once everything was measured."""
    files = {"guide/figures.yaml": PLAN.encode(), kept.FILE: kept.dump({"as-found": run()})}
    found, problems = read_figures({**files, f"guide/{PICTURE.file}": SVG.encode()}, "labs/slow-shop")
    assert not problems
    return found


def page(text: str) -> str:
    """The lab's second page with more text."""
    return f"{CHANGE}\n{text}\n"


def measured(root: Path, text: str = "", **more: str | None) -> Lab:
    """A catalogue whose lab was measured just now; `text` is added to its second page."""
    changes: dict[str, str | bytes | None] = {
        f"{LAB}/guide/figures.yaml": PLAN,
        f"{LAB}/guide/20-change.md": page(text),
        f"{LAB}/guide/{PICTURE.file}": SVG,
        **{f"{LAB}/{path}": content for path, content in more.items()},
    }
    lab = library.load(catalogue(root, changes)).lab("slow-shop")
    told = {"as-found": run(made_from(lab, lab.figures.plan["as-found"]))}
    (lab.root / kept.FILE).write_bytes(kept.dump(told))
    return library.load(root).lab("slow-shop")
