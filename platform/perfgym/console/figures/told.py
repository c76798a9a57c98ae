"""What a run of a guide told, and how a figure that it does not have is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from perfgym.catalog.figures import Value
from perfgym.catalog.loading.problems import listed, suggestion
from perfgym.charts import Drawn
from perfgym.errors import LearnerError
from perfgym.runs.outcome import Outcome

Found = TypeVar("Found")


class NotTold(LearnerError):
    """A run does not have what its guide asks for."""


@dataclass(frozen=True)
class Told:
    outcome: Outcome
    values: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Drawn] = field(default_factory=dict)

    def drawings(self, run: str) -> dict[str, str]:
        """SVG by file name."""
        return {f"{run}-{key}.svg": one.svg for key, one in self.pictures.items()}


def named(what: str, name: str, known: Mapping[str, Found]) -> Found:
    """One by its name. Raises NotTold, with near names."""
    if name not in known:
        raise NotTold(f"There is no {what} `{name}`.{suggestion(name, known)} There is {listed(known)}.")
    return known[name]


def request(name: str, known: Mapping[str, Found]) -> Found:
    """One kind of request; without its method where only one has that address. Raises NotTold."""
    same = [full for full in known if full.partition(" ")[2] == name]
    return named("request", same[0] if len(same) == 1 and name not in known else name, known)


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; the first column is text, the others are figures."""
    heads = list(head)
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *map(list, rows)]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())
