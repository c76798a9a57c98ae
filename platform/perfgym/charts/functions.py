"""Functions of folded stacks: whose code each is, what it used itself, and what with all that it called."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from perfgym.charts.folded import Frame, Stacks

_FRAME = re.compile(r"(?P<name>.*) \((?P<path>.*):(?P<line>-?\d+)\)")
_LIBRARY, _PYTHON = "site-packages/", re.compile(r"(lib/)?python3\.\d+/|<frozen|<string>|<unknown>")


class Origin(StrEnum):
    """Whose code a function is."""

    OWN = "own"
    LIBRARY = "library"
    PYTHON = "python"

    @property
    def label(self) -> str:
        return {"own": "the app's", "library": "a package's", "python": "Python's"}[self.value]


@dataclass(frozen=True)
class Function:
    """A frame's name in its parts; `path` and `line` are empty and 0 where the name says neither."""

    name: str
    path: str
    line: int

    @classmethod
    def of(cls, frame: str) -> "Function":
        """From `name (path:line)`."""
        found = _FRAME.fullmatch(frame)
        return cls(found["name"], found["path"], max(0, int(found["line"][:9]))) if found else cls(frame, "", 0)

    @cached_property
    def origin(self) -> Origin:
        if self.path.startswith(_LIBRARY):
            return Origin.LIBRARY
        return Origin.PYTHON if not self.path or _PYTHON.match(self.path) else Origin.OWN

    @property
    def where(self) -> str:
        """As a reader finds it: the file without the folder of all packages, and the line."""
        path = _PYTHON.sub("", self.path.removeprefix(_LIBRARY), count=1) if "<" not in self.path else self.path
        return f"{path}:{self.line}" if path else ""

    @property
    def label(self) -> str:
        """What a box says: the name, or the file of a module's own lines, which are all called <module>."""
        return self.where.rpartition(":")[0] or self.name if self.name == "<module>" else self.name

    @property
    def title(self) -> str:
        """Name and place in one line."""
        return f"{self.name} ({self.where})" if self.where else self.name


@dataclass
class Row:
    """A function in all places where it was called. `total` counts a recursive call once.

    `charged` is for the app's own functions: their own, and that of packages and Python where no other function of the
    app stands between. Each sample is charged once, to whoever could be rewritten to save it.
    """

    function: Function
    whole: int
    own: int = 0
    total: int = 0
    charged: int = 0

    @property
    def own_share(self) -> float:
        return self.own / self.whole if self.whole else 0.0

    @property
    def total_share(self) -> float:
        return self.total / self.whole if self.whole else 0.0

    @property
    def charged_share(self) -> float:
        return self.charged / self.whole if self.whole else 0.0

    def plain(self) -> dict[str, Any]:
        """As it is stored with a run."""
        return {
            "name": self.function.name,
            "where": self.function.where,
            "origin": str(self.function.origin),
            "own": self.own,
            "total": self.total,
            "own_share": round(self.own_share, 5),
            "total_share": round(self.total_share, 5),
        }


def walk(stacks: Stacks) -> Iterator[tuple[Frame, list[Frame]]]:
    """Each frame but the root, with those above it from the outermost in."""
    above: list[Frame] = []
    waiting = list(stacks.root.called.values())
    while waiting:
        frame = waiting.pop()
        del above[frame.depth - 1 :]
        yield frame, above
        above.append(frame)
        waiting += frame.called.values()


def rows(stacks: Stacks) -> list[Row]:
    """Every function, the one with the most of its own first."""
    found: dict[str, Row] = {}
    for frame, above in walk(stacks):
        row = found.get(frame.name)
        if row is None:
            row = found[frame.name] = Row(Function.of(frame.name), stacks.root.count)
        row.own += frame.own
        if all(caller.name != frame.name for caller in above):
            row.total += frame.count
        if frame.own:
            _charge(found, [*(caller.name for caller in above), frame.name], frame.own)
    return sorted(found.values(), key=lambda row: (-row.own, -row.total, row.function.title))


def _charge(found: dict[str, Row], stack: list[str], count: int) -> None:
    """Give samples to the innermost function of the app's own code; to nobody where there is none."""
    for name in reversed(stack):
        function = found[name].function
        if function.origin is Origin.OWN and function.name != "<module>":
            found[name].charged += count
            return
