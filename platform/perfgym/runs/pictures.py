"""The charts that a run can be shown with, drawn when one is first asked for."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from perfgym.charts import Drawn
from perfgym.runs import report

if TYPE_CHECKING:
    from perfgym.runs.models import Run


class Pictures(Mapping[str, str]):
    """Name -> title of every chart of a run that has something to show."""

    def __init__(self, run: "Run") -> None:
        self.run = run

    def drawn(self, name: str) -> Drawn:
        """One chart. Raises KeyError for a name that is not here."""
        return self._all[name]

    def __getitem__(self, name: str) -> str:
        return self._all[name].title

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> Mapping[str, Drawn]:
        return report.charts(self.run)
