"""What a learner changed, as lines to show: a pure function from two sets of files to hunks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_LINES = 2_000  # shown, over all files
MAX_COMPARED = 3_000  # lines of either side between their common start and end
MAX_PAIRS = 50_000  # equal lines to weigh against each other; above it the part is shown as replaced
MAX_WIDTH = 2_000  # characters of a line
CONTEXT = 3

Kind = Literal[" ", "+", "-"]
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Line:
    """`old_no` and `new_no` count from 1; None where the line is not on that side."""

    kind: Kind
    old_no: int | None
    new_no: int | None
    text: str


@dataclass(frozen=True)
class Hunk:
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FileDiff:
    """One changed file. A binary file has no hunks; `cut` says that not every changed line is here."""

    path: str
    status: Literal["added", "deleted", "changed"]
    hunks: tuple[Hunk, ...]
    binary: bool = False
    cut: bool = False

    @property
    def added(self) -> int:
        return self._count("+")

    @property
    def removed(self) -> int:
        return self._count("-")

    def _count(self, kind: Kind) -> int:
        return sum(line.kind == kind for hunk in self.hunks for line in hunk.lines)


def unified(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileDiff, ...]:
    """Every file that differs, by path, with three lines around each change; MAX_LINES lines in all."""
    left, found = MAX_LINES, []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new:
            found.append(_file(path, old, new, left))
            left -= sum(len(hunk.lines) for hunk in found[-1].hunks)
    return tuple(found)


def as_text(diffs: Iterable[FileDiff]) -> dict[str, str]:
    """Path -> its lines, each with its kind before it: a unified diff without head lines."""
    return {
        one.path: "\n".join(f"{line.kind}{line.text}" for hunk in one.hunks for line in hunk.lines) for one in diffs
    }


def _file(path: str, old: bytes | None, new: bytes | None, left: int) -> FileDiff:
    status: Literal["added", "deleted", "changed"] = "added" if old is None else "deleted" if new is None else "changed"
    try:
        a, b = _lines(old or b""), _lines(new or b"")
    except UnicodeDecodeError:
        return FileDiff(path, status, (), binary=True)
    hunks, cut = _capped([_hunk(group, a, b) for group in _groups(_opcodes(a, b))], left)
    return FileDiff(path, status, hunks, cut=cut)


def _lines(content: bytes) -> list[str]:
    """Text split at line feeds only. Raises UnicodeDecodeError for what is not text; a NUL byte counts as that."""
    if b"\0" in content:
        raise UnicodeDecodeError("utf-8", content, content.index(b"\0"), content.index(b"\0") + 1, "a NUL byte")
    lines = content.decode().split("\n")
    if lines[-1] == "":
        lines.pop()
    elif lines:
        lines[-1] += "\n\\ No newline at end of file"
    return lines


def _opcodes(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    """difflib's opcodes for the whole of both sides, with the common start and end taken off before comparing."""
    shorter = min(len(a), len(b))
    start = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    middle = _compared(a[start : len(a) - end], b[start : len(b) - end])
    moved = [(tag, i1 + start, i2 + start, j1 + start, j2 + start) for tag, i1, i2, j1, j2 in middle]
    tail = ("equal", len(a) - end, len(a), len(b) - end, len(b))
    return [op for op in [("equal", 0, start, 0, start), *moved, tail] if op[1] < op[2] or op[3] < op[4]]


def _compared(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    if _costly(a, b):
        return [("replace", 0, len(a), 0, len(b))]
    return list(SequenceMatcher(None, a, b).get_opcodes())


def _costly(a: Sequence[str], b: Sequence[str]) -> bool:
    """difflib's time grows with the pairs of equal lines; it leaves out lines that are frequent in a long `b`."""
    if max(len(a), len(b)) > MAX_COMPARED:
        return True
    counts = Counter(b)
    frequent = len(b) // 100 + 1 if len(b) >= 200 else len(b)
    return sum(counts[line] for line in a if counts[line] <= frequent) > MAX_PAIRS


def _groups(opcodes: Sequence[Opcode]) -> list[list[Opcode]]:
    """Changes with CONTEXT lines around them; those closer than twice that share a group."""
    groups: list[list[Opcode]] = [[]]
    for index, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag != "equal":
            groups[-1].append((tag, i1, i2, j1, j2))
            continue
        before = 0 if index == 0 else min(CONTEXT, i2 - i1)
        after = 0 if index == len(opcodes) - 1 else min(CONTEXT, i2 - i1)
        if before and after and i2 - i1 <= 2 * CONTEXT:
            groups[-1].append((tag, i1, i2, j1, j2))
            continue
        groups[-1].append((tag, i1, i1 + before, j1, j1 + before))
        groups.append([(tag, i2 - after, i2, j2 - after, j2)])
    return [group for group in groups if any(op[0] != "equal" for op in group)]


def _hunk(group: Sequence[Opcode], a: Sequence[str], b: Sequence[str]) -> Hunk:
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in group:
        if tag == "equal":
            lines += [_line(" ", i1 + n + 1, j1 + n + 1, a[i1 + n]) for n in range(i2 - i1)]
        else:
            lines += [_line("-", i + 1, None, a[i]) for i in range(i1, i2)]
            lines += [_line("+", None, j + 1, b[j]) for j in range(j1, j2)]
    return Hunk(tuple(lines))


def _line(kind: Kind, old_no: int | None, new_no: int | None, text: str) -> Line:
    return Line(kind, old_no, new_no, text if len(text) <= MAX_WIDTH else f"{text[:MAX_WIDTH]} ...")


def _capped(hunks: Sequence[Hunk], left: int) -> tuple[tuple[Hunk, ...], bool]:
    """The hunks' first `left` lines, and whether any were left out."""
    kept: list[Hunk] = []
    for hunk in hunks:
        if left <= 0:
            break
        kept.append(Hunk(hunk.lines[:left]))
        left -= len(kept[-1].lines)
    return tuple(kept), sum(len(h.lines) for h in kept) < sum(len(h.lines) for h in hunks)
