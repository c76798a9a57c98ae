"""The code blocks of a Markdown text, with their lines."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = re.compile(r"^(?P<indent>\s*)(?P<mark>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
LANGUAGE = re.compile(r"[{\s.]*([A-Za-z0-9_+-]+)")


@dataclass(frozen=True)
class Fence:
    """A block of code. `line` is that of its first line of code, counted from 1; `closed` is False without an end."""

    language: str
    code: str
    line: int
    closed: bool


def fences(text: str) -> Iterator[Fence]:
    """Every fenced block, also within lists and admonitions."""
    mark, language, start = "", "", 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if not mark and (opening := OPENING.match(line)):
            mark, start = opening["mark"], index + 1
            found = LANGUAGE.match(opening["info"])
            language = found[1].lower() if found else ""
        elif mark and _closes(line, mark):
            yield Fence(language, textwrap.dedent("\n".join(lines[start:index])), start + 1, True)
            mark = ""
    if mark:
        yield Fence(language, textwrap.dedent("\n".join(lines[start:])), start + 1, False)


def prose(text: str) -> str:
    """The text without its code blocks."""
    kept, mark = [], ""
    for line in text.split("\n"):
        opening = OPENING.match(line)
        if not mark and opening:
            mark = opening["mark"]
        elif mark:
            mark = "" if _closes(line, mark) else mark
        else:
            kept.append(line)
    return "\n".join(kept)


def _closes(line: str, mark: str) -> bool:
    line = line.strip()
    return len(line) >= len(mark) and set(line) == {mark[0]}
