"""What belongs to a chart: the picture, the table behind it, and the numbers for a spreadsheet. None can be missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from perfgym.charts.tables import Table

Source = TypeVar("Source")
Cell = str | float | int | None
Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Drawn:
    """A chart as a page shows it."""

    name: str
    title: str
    caption: str
    svg: str
    table: Table


@dataclass(frozen=True)
class Shown:
    """The parts of one chart, made of the same numbers: each is drawn, tabled or listed only when asked for."""

    caption: str
    svg: Callable[[], str]
    table: Callable[[], Table]
    rows: Callable[[], Rows]


@dataclass(frozen=True)
class Chart(Generic[Source]):
    """A kind of chart. `name` is its place in addresses; `of` is None where there is nothing to show."""

    name: str
    title: str
    of: Callable[[Source], "Shown | None"]


class Charts(Generic[Source]):
    """The charts of one kind of page, by name and in the order in which they are shown."""

    def __init__(self, charts: Iterable[Chart[Source]]) -> None:
        self.by_name: Mapping[str, Chart[Source]] = {chart.name: chart for chart in charts}

    def drawn(self, source: Source, *names: str) -> dict[str, Drawn]:
        """All of them, or those named, that have something to show."""
        chosen = [self.by_name[name] for name in names] if names else self.by_name.values()
        found = {chart.name: (chart, shown) for chart in chosen if (shown := chart.of(source)) is not None}
        return {
            name: Drawn(name, chart.title, shown.caption, shown.svg(), shown.table())
            for name, (chart, shown) in found.items()
        }

    def shown(self, source: Source, name: str) -> "Shown | None":
        """One by its name; None where there is no such chart, or nothing to show."""
        chart = self.by_name.get(name)
        return chart.of(source) if chart else None
