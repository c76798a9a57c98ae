"""Folded stacks: `main;search;query 17` a line, as py-spy, perf and memray write them, from a pod and so not trusted.

The format is that of Brendan Gregg's stackcollapse scripts (https://github.com/brendangregg/FlameGraph).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_BYTES = 4 * 2**20
MAX_LINES = 50_000
MAX_DEPTH = 100
MAX_FRAMES = 50_000  # of the whole tree
MAX_NAME = 200  # characters
MAX_COUNT = 2**53  # counts and their sum are below it: exact as a double
_LINE = re.compile(r"(?P<stack>.+?) (?P<count>[0-9]{1,16})", re.DOTALL)


@dataclass
class Frame:
    """A function as it was called from the one above; `count` includes what it called, `own` does not."""

    name: str
    depth: int
    count: int = 0
    own: int = 0
    called: dict[str, "Frame"] = field(default_factory=dict)


@dataclass
class Stacks:
    """All stacks as one tree. `dropped` lines could not be read or are beyond a cap; `cut` had too deep a stack."""

    root: Frame = field(default_factory=lambda: Frame("all", 0))
    lines: int = 0
    dropped: int = 0
    cut: int = 0
    frames: int = 0

    def frames_in_order(self) -> Iterator[Frame]:
        """Callers before what they called."""
        waiting = [self.root]
        while waiting:
            frame = waiting.pop()
            yield frame
            waiting += frame.called.values()


def read(text: str | bytes) -> Stacks:
    """The tree of all good lines. Nothing in the text can make it raise: bad lines are counted and dropped."""
    known = text.encode(errors="replace") if isinstance(text, str) else text
    stacks = Stacks()
    for line in known[:MAX_BYTES].decode(errors="replace").split("\n"):
        if line.strip():
            stacks.lines += 1
            stacks.dropped += not (stacks.lines <= MAX_LINES and _add(stacks, line.removesuffix("\r")))
    stacks.dropped += len(known) > MAX_BYTES
    return stacks


def _add(stacks: Stacks, line: str) -> bool:
    found = _LINE.fullmatch(line)
    if not found:
        return False
    count, names = int(found["count"]), found["stack"].split(";")
    if not all(name.strip() for name in names) or stacks.root.count + count >= MAX_COUNT:
        return False
    frame = stacks.root
    frame.count += count
    for name in names[:MAX_DEPTH]:
        below = _called(stacks, frame, name)
        if below is None:
            break
        frame = below
        frame.count += count
    frame.own += count
    stacks.cut += frame.depth < len(names)
    return True


def _called(stacks: Stacks, frame: Frame, name: str) -> Frame | None:
    """The frame below; None where the tree is full."""
    short = clean(name)
    found = frame.called.get(short)
    if found is None and stacks.frames < MAX_FRAMES:
        stacks.frames += 1
        found = frame.called[short] = Frame(short, frame.depth + 1)
    return found


def clean(name: str) -> str:
    """A name as it may be drawn: one line, nothing that XML does not know, not too long."""
    short = name[: MAX_NAME + 1].strip()
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in short)
    return text if len(text) <= MAX_NAME else f"{text[:MAX_NAME]}…"
