"""When the results of a portfolio were measured. Gains of different labs do not compare, so none is drawn here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perfgym.charts import Table, months
from perfgym.charts.months import Counts, Months
from perfgym.portfolio.listing import Row

CAPTION = "A bar is what was measured in a month; how much was gained depends on the lab, so gains are not added up."


@dataclass(frozen=True)
class Trend:
    """A sentence, with a picture and its table where there is more than one month to show."""

    caption: str
    svg: str = ""
    table: Table | None = None


def of(rows: Sequence[Row]) -> Trend | None:
    """None where nothing is dated. Only what the rows show is told."""
    dated = [(row.entry.run.finished_at.date(), row) for row in rows if row.entry.run.finished_at]
    if not dated:
        return None
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    if (first.year, first.month) == (last.year, last.month):
        return Trend(_sentence(len(dated), first, last))
    drawn = _by_month(dated, months.span(first, last))
    return Trend(CAPTION, months.bars(drawn), months.table(drawn))


def _by_month(dated: Sequence[tuple[date, Row]], all_months: Sequence[date]) -> Months:
    measured = Counter(day.replace(day=1) for day, _ in dated)
    accepted = Counter(day.replace(day=1) for day, row in dated if row.says_accepted)
    counts = [Counts("Results measured", [measured[month] for month in all_months])]
    if accepted:
        counts.append(Counts("Of those, accepted by an instructor", [accepted[month] for month in all_months]))
    return Months("Results by month", all_months, counts)


def _sentence(count: int, first: date, last: date) -> str:
    if count == 1 or first == last:
        return f"{'All were' if count > 1 else 'It was'} measured on {first.day} {first:%B %Y}."
    return f"All {count} were measured between {first.day} and {last.day} {last:%B %Y}."
