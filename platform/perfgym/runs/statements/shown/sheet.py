"""The statements as rows for a spreadsheet: a row a statement and arm, with all that is kept."""

from collections.abc import Sequence

from perfgym.runs.statements.shown import paired
from perfgym.runs.statements.shown.compared import Compared
from perfgym.runs.statements.shown.paired import Pair

HEAD = (
    *("arm", "statement", "calls", "calls a request", "total ms", "mean ms", "rows"),
    *("blocks found", "blocks read", "temporary blocks", "text is cut"),
)

Row = Sequence[str | int | float]


def rows(found: Compared) -> list[Row]:
    """The heading first."""
    return [HEAD, *(_row(name or "own", pair) for name, arm in found.arms for pair in paired.pairs(arm, arm))]


def _row(name: str, pair: Pair) -> Row:
    one = pair.counted
    return (
        *(name, one.text, one.calls, round(pair.after.calls, 6), round(one.ms, 6)),
        *(round(one.ms / max(1, one.calls), 6), one.rows, one.hit, one.read, one.temp, "yes" if one.cut else "no"),
    )
