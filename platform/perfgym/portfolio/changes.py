"""What a run changed, as lines to show, with what was said about a line beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from perfgym.catalog import library
from perfgym.portfolio import syntax
from perfgym.portfolio.syntax import Token
from perfgym.runs.models import Run
from perfgym.workspaces.diff import FileDiff, Hunk, Line, unified


class Remark(Protocol):
    """Something said about a line of the changed version; line 0 or a line not shown: about the file."""

    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int | None: ...


@dataclass(frozen=True)
class ShownLine:
    line: Line
    remarks: tuple[Remark, ...] = ()
    tokens: tuple[Token, ...] = ()  # of a line that is still there

    @property
    def words(self) -> str:
        return self.line.text.lstrip()

    @property
    def indent(self) -> str:
        return self.line.text[: len(self.line.text) - len(self.words)]


@dataclass(frozen=True)
class ShownFile:
    diff: FileDiff
    hunks: tuple[tuple[ShownLine, ...], ...]
    remarks: tuple[Remark, ...] = ()  # about the file as a whole


def of(run: Run, kept: Mapping[str, str] | None) -> tuple[FileDiff, ...]:
    """The changed files; `kept` are the diffs in the evidence, used once the lab's starter is another than it was."""
    lab = library.default().labs.get(run.lab)
    if lab is None or lab.digest != run.lab_digest:
        return tuple(_from_evidence(path, text) for path, text in (kept or {}).items())
    return tuple(diff for diff in unified(run.before_files(), run.after_files()) if diff.path != lab.own_test)


def _from_evidence(path: str, text: str) -> FileDiff:
    lines = (each for each in text.split("\n") if each)
    return FileDiff(path, "changed", (Hunk(tuple(_line(each) for each in lines)),))


def _line(text: str) -> Line:
    return Line("+" if text[0] == "+" else "-" if text[0] == "-" else " ", None, None, text[1:])


def with_remarks(diffs: Iterable[FileDiff], remarks: Sequence[Remark]) -> list[ShownFile]:
    """Each remark at its line where that is shown, else at its file."""
    return [_file(diff, [remark for remark in remarks if remark.path == diff.path]) for diff in diffs]


def _file(diff: FileDiff, remarks: Sequence[Remark]) -> ShownFile:
    hunks = tuple(tuple(_lines(diff.path, hunk, remarks)) for hunk in diff.hunks)
    placed = {id(remark) for hunk in hunks for shown in hunk for remark in shown.remarks}
    return ShownFile(diff, hunks, tuple(remark for remark in remarks if id(remark) not in placed))


def _lines(path: str, hunk: Hunk, remarks: Sequence[Remark]) -> Iterator[ShownLine]:
    """In colours, but for what was taken away: that is grey, as all that is before."""
    coloured = iter(syntax.lines(path, [line.text for line in hunk.lines if line.kind != "-"]))
    for line in hunk.lines:
        yield ShownLine(line, _at(line, remarks), () if line.kind == "-" else next(coloured))


def _at(line: Line, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    return tuple(remark for remark in remarks if line.new_no is not None and remark.line == line.new_no)
