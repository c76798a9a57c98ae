"""What the page says of a statement: its results, its plan, its fault with the place, and what was left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfgym.charts import plans
from perfgym.charts.plans import Drawn, UnreadablePlan
from perfgym.sqlconsole.statement import How, Statement

NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision", "oid")
META = "This is a command of psql, which is no SQL. The help below has queries that list tables, columns and indexes."
ELSEWHERE = "Its results are no longer kept; run it again to see them."


@dataclass(frozen=True)
class Column:
    name: str
    type: str

    @property
    def is_number(self) -> bool:
        return self.type.startswith(NUMBERS)


@dataclass(frozen=True)
class Table:
    """`cells` pairs each value with whether it is a number."""

    columns: list[Column]
    rows: list[list[tuple[str | None, bool]]]
    tag: str
    notes: list[str]
    plan: str  # of an EXPLAIN that was typed: its lines are no table


@dataclass(frozen=True)
class Place:
    """Where a fault is: counted from 1, with the line and a mark below it."""

    line: int
    column: int
    text: str
    mark: str


@dataclass(frozen=True)
class Shown:
    """A statement as the page has it."""

    statement: Statement
    tables: list[Table]
    plan: Drawn | None
    fault: Mapping[str, Any] | None
    place: Place | None
    notes: list[str]
    notices: list[str]
    ms: float

    @classmethod
    def of(cls, statement: Statement) -> "Shown":
        found = statement.shown or {}
        fault = found.get("fault") if not statement.message else None
        drawn, notes = _plan(found)
        return cls(
            statement=statement,
            tables=[_table(result) for result in found.get("results", [])],
            plan=drawn,
            fault=fault,
            place=_place(statement.text, fault["position"]) if fault and fault["position"] else None,
            notes=[*notes, *_notes(statement, found)],
            notices=found.get("notices", []),
            ms=found.get("ms", 0.0),
        )

    @property
    def headline(self) -> str:
        """How it ended, with its time where it had one."""
        statement = self.statement
        if statement.is_open:
            return str(statement.get_state_display())
        took = f", {_time(self.ms)}" if self.ms and not statement.message else ""
        return f"{statement.get_ending_display()}{took}"


def _table(result: Mapping[str, Any]) -> Table:
    columns = [Column(name, kind) for name, kind in result.get("columns", [])]
    rows = result.get("rows", [])
    plain = "\n".join(str(row[0]) for row in rows) if [each.name for each in columns] == ["QUERY PLAN"] else ""
    numbers = [column.is_number for column in columns]
    cells = [list(zip(row, numbers, strict=True)) for row in rows]
    return Table(columns, cells, result["tag"], list(_left_out(result)), plain)


def _left_out(result: Mapping[str, Any]) -> Iterator[str]:
    if result.get("more_rows"):
        yield f"These are the first {len(result['rows'])} rows; the console shows at most 200, and 1 MB, of a result."
    if result.get("more_columns"):
        yield f"{result['more_columns']} columns more are not shown."
    if cut := result.get("cut"):
        yield f"{cut} value{'s are' if cut > 1 else ' is'} longer than 64 KB and cut."


def _notes(statement: Statement, found: Mapping[str, Any]) -> Iterator[str]:
    if not found and not statement.is_open and not statement.message and statement.how != How.AGAIN:
        yield ELSEWHERE
    if more := found.get("more_results"):
        yield f"{more} results more are not shown."
    if more := found.get("more_notices"):
        yield f"{more} notices more are not shown."
    if found.get("transaction") == "intrans":
        yield "A transaction is open: COMMIT keeps what it did, ROLLBACK undoes it."
    if found.get("transaction") == "inerror":
        yield "The open transaction has failed: nothing but ROLLBACK works in it now."
    if found.get("fault") and statement.text.lstrip().startswith("\\"):
        yield META


def _plan(found: Mapping[str, Any]) -> tuple[Drawn | None, list[str]]:
    try:
        return (plans.drawn(found["plan"]) if found.get("plan") else None), []
    except UnreadablePlan as error:
        return None, [str(error)]


def _place(text: str, position: int) -> Place:
    before = text[: position - 1]
    start = before.rfind("\n") + 1
    line = text[start:].partition("\n")[0]
    column = len(before) - start + 1
    return Place(before.count("\n") + 1, column, line[:500], " " * (column - 1) + "^" if column <= 500 else "")


def _time(ms: float) -> str:
    return f"{ms / 1000:.2f} s" if ms >= 1000 else f"{ms:.2f} ms" if ms < 10 else f"{ms:.0f} ms"
