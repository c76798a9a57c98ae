"""Values of a line, each of the type and within the bounds that it must have. All raise BadResult."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from perfgym.runs.lines.strict import BadResult

LARGEST = 2**53  # below it whole numbers are exact as doubles, in JSON and in a browser
_DIGEST = re.compile(r"[0-9a-f]{16}")

Line = Mapping[str, Any]


def value(line: Line, name: str) -> Any:
    try:
        return line[name]
    except KeyError as error:
        raise BadResult(f"it has no “{name}”") from error


def number(line: Line, name: str, most: float = LARGEST) -> float:
    """A number from zero to `most`, never text and never true or false."""
    return as_number(value(line, name), name, most)


def whole(line: Line, name: str, most: int = LARGEST, least: int = 0) -> int:
    return as_whole(value(line, name), name, most, least)


def text(line: Line, name: str, most: int) -> str:
    """A text of at most so many characters."""
    return as_text(value(line, name), name, most)


def digest(line: Line, name: str) -> str:
    """Sixteen hex digits; zeros for none."""
    found = text(line, name, 16)
    if found and not _DIGEST.fullmatch(found):
        raise BadResult(f"“{name}” is no digest")
    return found or "0" * 16


def flag(line: Line, name: str) -> bool:
    found = value(line, name)
    if not isinstance(found, bool):
        raise BadResult(f"“{name}” is neither true nor false")
    return found


def rows(line: Line, name: str, most: int, width: int) -> Sequence[Sequence[Any]]:
    """A list of at most so many lists of that length."""
    found = value(line, name)
    if not isinstance(found, list) or len(found) > most:
        raise BadResult(f"“{name}” is no list of at most {most:,}")
    if not all(isinstance(row, list) and len(row) == width for row in found):
        raise BadResult(f"“{name}” has a row that is no list of {width}")
    return found


def rising(line: Line, *names: str) -> dict[str, float | None]:
    """Percentiles that must not fall in this order; None where nothing was measured."""
    return dict(zip(names, as_rising([value(line, name) for name in names], " ≤ ".join(names)), strict=True))


def as_rising(values: Sequence[Any], names: str) -> list[float | None]:
    found = [None if each is None else as_number(each, names) for each in values]
    there = [each for each in found if each is not None]
    if there != sorted(there):
        raise BadResult(f"it breaks {names}")
    return found


def as_number(found: object, name: str, most: float = LARGEST) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise BadResult(f"“{name}” is not a number")
    if not 0 <= found <= most:
        raise BadResult(f"“{name}” is not between 0 and {most:g}")
    return float(found)


def as_whole(found: object, name: str, most: int = LARGEST, least: int = 0) -> int:
    if isinstance(found, bool) or not isinstance(found, int):
        raise BadResult(f"“{name}” is not a whole number")
    if not least <= found <= most:
        raise BadResult(f"“{name}” is not between {least} and {most}")
    return found


def as_text(found: object, name: str, most: int) -> str:
    if not isinstance(found, str):
        raise BadResult(f"“{name}” is not text")
    if len(found) > most:
        raise BadResult(f"“{name}” has {len(found):,} characters; {most:,} is the most")
    return found
