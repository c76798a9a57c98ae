"""Plain CSV, read so strictly that a cut or damaged file is noticed: no quotes, no gaps, a line end at the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from perfgym.measure.errors import BadRecording, BadSamples

MAX_BYTES = 64 << 20
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Lines:
    """The lines of one file, its header apart."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def last(self) -> int:
        """The number of the last line, counted from 1 as editors do."""
        return 1 + len(self.lines)

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(line number, values of these columns in this order) of each line; two columns at least.

        Raises BadRecording where the header lacks one or has one twice, and for a line of too few or many values.
        """
        missing = [name for name in columns if name not in self.columns]
        if missing or len(set(self.columns)) != len(self.columns):
            raise self.refuse(1, f"lacks the column {missing[0]}" if missing else "has a column twice")
        pick, width = itemgetter(*map(self.columns.index, columns)), len(self.columns)
        for number, line in enumerate(self.lines, start=2):
            values = line.split(",")
            if len(values) != width:
                raise self.refuse(number, f"has {len(values)} values where {width} are needed")
            yield number, pick(values)

    def number(self, line: int, text: str) -> float:
        """A finite decimal number. Raises BadRecording for anything else, NaN included."""
        if not _NUMBER.fullmatch(text) or abs(found := float(text)) > 1e15:
            raise self.refuse(line, f"has {text[:40]!r} where a plain number should be")
        return found

    def whole(self, line: int, text: str) -> int:
        """A whole number of zero or more. Raises BadRecording."""
        if not _WHOLE.fullmatch(text):
            raise self.refuse(line, f"has {text[:40]!r} where a whole number should be")
        return int(text)

    def refuse(self, line: int, what: str) -> BadRecording:
        return BadRecording(self.name, line, what)


def lines_of(path: Path) -> Lines:
    """The lines of a CSV file. Raises BadSamples for none, BadRecording for one too large, empty, cut or no text."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadSamples(f"{path} cannot be read: {error.strerror or error}. Give a recording's base name.") from error
    if len(data) > MAX_BYTES:
        raise BadRecording(path.name, 1, f"begins a file of more than {MAX_BYTES:,} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRecording(path.name, 1 + data.count(b"\n", 0, error.start), "is not text") from error
    lines = text.replace("\r\n", "\n").split("\n")
    if lines.pop():
        raise BadRecording(path.name, len(lines) + 1, "is cut: a line end is missing")
    if not lines:
        raise BadRecording(path.name, 1, "is missing: the file is empty")
    return Lines(path.name, tuple(lines[0].split(",")), tuple(lines[1:]))
