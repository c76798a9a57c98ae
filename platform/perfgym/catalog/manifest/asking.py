"""What is asked of a run: `p95 of /books`, `p50 of /books to /books/ID`, `before queries`, `plan of FROM books`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ASKED = re.compile(
    r"(?:(?P<arm>before|after) )?(?P<figure>[a-z0-9_]+)(?: of (?P<of>.+?)(?: to (?P<to>.+))?)?", re.DOTALL
)
TIMES = {"p50": "ms", "p95": "ms", "p99": "ms"}
STATEMENTS = {"calls": "", "rows": "", "blocks": "", "statement_ms": "ms"}  # of those in which an expression is found
LOAD: Mapping[str, str] = {  # figure -> unit
    **TIMES,
    "rps": "requests a second",
    "count": "requests",
    "failed": "%",
    "queries": "",
    "cpu": "cores",
    "memory": "bytes",
    "own": "%",
    "total": "%",
    **STATEMENTS,
}
LOAD_OF = {"cpu", "memory", "own", "total", *STATEMENTS}  # these say nothing without `of`
COMPARE: Mapping[str, str] = {
    "speedup": "x",
    "speedup_low": "x",
    "speedup_high": "x",
    "less": "%",
    "share": "%",
    "pairs": "pairs",
    "seconds": "s",
}
ARM: Mapping[str, str] = {  # of one version of a comparison
    **TIMES,
    "cpu": "ms",
    "queries": "",
    "database_ms": "ms",
    "buffers": "",
    "returned_rows": "",
    "wal": "bytes",
    "wire": "bytes",
    "defect": "",
    **STATEMENTS,
}
ARM_OF = {"defect", *STATEMENTS}
LOAD_TEXTS = ("requests", "statements", "functions", "plan")
COMPARE_TEXTS = ("requests", "statements", "plan", "counted")
LOAD_PICTURES = ("seconds", "distribution", "percentiles", "requests", "errors", "resources", "generator", "flame")
COMPARE_PICTURES = (
    "pairs", "starts", "distribution", "percentiles", "difference", "requests", "ratios", "time", "resources",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A figure or a text, of one arm where there are two, `of` a request, statement, function or defect."""

    arm: str
    figure: str
    of: str
    to: str


def read(text: str) -> Asked:
    """What a text asks for. Raises ValueError."""
    found = ASKED.fullmatch(text.strip())
    if found is None:
        raise ValueError("write FIGURE, FIGURE of NAME or FIGURE of NAME to NAME, such as p95 of /books")
    return Asked(found["arm"] or "", found["figure"], found["of"] or "", found["to"] or "")


def load(text: str) -> str:
    """A value of a load test, as it was written. Raises ValueError."""
    asked = read(text)
    _among(asked.figure, LOAD)
    if asked.arm:
        raise ValueError("a load test has one version only: leave before and after out")
    _needs(asked, LOAD_OF)
    return text


def compare(text: str) -> str:
    """A value of a comparison, as it was written. Raises ValueError."""
    asked = read(text)
    _among(
        asked.figure, ARM if asked.arm else COMPARE, "" if asked.arm else f"; after `before` or `after`: {_words(ARM)}"
    )
    _needs(asked, ARM_OF if asked.arm else {"share"})
    return text


def load_text(text: str) -> str:
    """A text of a load test. Raises ValueError."""
    asked = read(text)
    _among(asked.figure, LOAD_TEXTS)
    _needs(asked, {"plan"})
    return text


def compare_text(text: str) -> str:
    """A text of a comparison. Raises ValueError."""
    asked = read(text)
    _among(asked.figure, COMPARE_TEXTS)
    _needs(asked, {"plan"})
    if asked.figure in ("plan", "statements") and not asked.arm:
        raise ValueError(f"say of which version: before {asked.figure}, or after {asked.figure}")
    return text


def unit(text: str) -> str:
    """The unit of a value that was read before; `x` where one name is set against another."""
    asked = read(text)
    if asked.to:
        return "x"
    return (ARM if asked.arm else {**LOAD, **COMPARE})[asked.figure]


def _among(word: str, known: Mapping[str, str] | tuple[str, ...], more: str = "") -> None:
    if word not in known:
        raise ValueError(f"`{word}` is nothing that this run tells. It tells {_words(known)}{more}")


def _words(known: Mapping[str, str] | tuple[str, ...]) -> str:
    return ", ".join(known)


def _needs(asked: Asked, wanted: set[str]) -> None:
    if asked.figure in wanted and not asked.of:
        raise ValueError(f"`{asked.figure}` needs `of`: {asked.figure} of NAME")
    if asked.to and asked.figure not in TIMES:
        raise ValueError(f"only {', '.join(TIMES)} can be set against each other with `to`")
