"""The table beside hostile inputs: `expected.toml` of a kind's folder says what the platform must do with each file.

A table a file, named by what comes before the first dot of its name:

    [z03_symlink]
    ends = "refused"               # see Ends
    reason = "wrong_answers"       # the run's reason, or a list where several are right; runs only
    says = ["a symbolic link"]     # what the message for the learner must hold, each of them
    drivers = ["docker"]           # where it applies; all drivers without
    within = 10                    # seconds that it may take in all
    note = "why"                   # for people

README.md, expected.toml and names that begin with an underscore are no inputs.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = ("apps", "cheats", "locust", "sql", "archives", "markdown", "results")
TABLE = "expected.toml"
KEYS = {"ends", "reason", "says", "drivers", "within", "note"}
DRIVERS = ("docker", "bubblewrap", "process")
WITHIN = 60.0


class Ends(StrEnum):
    """What must come out."""

    FINISHED = "finished"  # done as if nothing were odd; nothing bad is in what comes out
    FAILED = "failed"  # a run that ends with a reason and without a score
    REFUSED = "refused"  # not even begun, and the learner is told why
    NO_GAIN = "no_gain"  # either judged as not faster, or without a score


class TableError(Exception):
    """A table and its folder do not fit together."""


@dataclass(frozen=True)
class Row:
    """One input and what is expected of the platform."""

    kind: str
    file: Path
    ends: Ends
    reasons: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    drivers: tuple[str, ...] = DRIVERS
    within: float = WITHIN  # seconds
    note: str = ""

    @property
    def stem(self) -> str:
        return stem(self.file)

    def __str__(self) -> str:
        return self.stem


def stem(file: Path) -> str:
    return file.name.partition(".")[0]


def read(kind: str, corpus: Path = HERE) -> list[Row]:
    """The rows of a kind, by name; none where another corpus has no such kind. Raises TableError."""
    folder = corpus / kind
    if not folder.is_dir():
        if corpus == HERE:
            raise TableError(f"{folder} is missing")
        return []
    stated = _stated(folder / TABLE)
    files = {stem(file): file for file in inputs(folder)}
    if unstated := sorted(files.keys() - stated.keys()):
        raise TableError(f"{folder / TABLE} has no row for: {', '.join(unstated)}")
    if absent := sorted(stated.keys() - files.keys()):
        raise TableError(f"{folder / TABLE} has rows without a file: {', '.join(absent)}")
    return [_row(kind, files[name], stated[name]) for name in sorted(files)]


def inputs(folder: Path) -> Iterator[Path]:
    """The files of a kind. Raises TableError where two have the same name before the first dot."""
    seen: set[str] = set()
    for file in sorted(folder.iterdir()):
        if file.is_dir() or file.name in (TABLE, "README.md") or file.name.startswith(("_", ".")):
            continue
        if stem(file) in seen:
            raise TableError(f"{folder} has two files named {stem(file)}")
        seen.add(stem(file))
        yield file


def _stated(file: Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(file.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise TableError(f"{file} cannot be read: {error}") from error


def _row(kind: str, file: Path, stated: Any) -> Row:
    where = f"{file.parent / TABLE}, [{stem(file)}]"
    if not isinstance(stated, dict):
        raise TableError(f"{where} is no table")
    if unknown := sorted(stated.keys() - KEYS):
        raise TableError(f"{where} has unknown keys: {', '.join(unknown)}; known are {', '.join(sorted(KEYS))}")
    if stated.get("ends") not in list(Ends):
        raise TableError(f"{where}: ends is {stated.get('ends')!r}; it takes {', '.join(Ends)}")
    drivers = _texts(stated.get("drivers", list(DRIVERS)), f"{where}: drivers")
    if strange := set(drivers) - set(DRIVERS):
        raise TableError(f"{where}: drivers takes {', '.join(DRIVERS)}, not {', '.join(sorted(strange))}")
    within = stated.get("within", WITHIN)
    if isinstance(within, bool) or not isinstance(within, int | float) or within <= 0:
        raise TableError(f"{where}: within is {within!r}; it takes seconds")
    return Row(
        kind=kind,
        file=file,
        ends=Ends(stated["ends"]),
        reasons=_texts(stated.get("reason", []), f"{where}: reason"),
        says=_texts(stated.get("says", []), f"{where}: says"),
        drivers=drivers,
        within=float(within),
        note=str(stated.get("note", "")),
    )


def _texts(value: object, where: str) -> tuple[str, ...]:
    """One text or a list of texts."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise TableError(f"{where} is {value!r}; it takes a text or a list of texts")
    return tuple(texts)
