"""Folded stacks as they leave the pod: short paths, no process numbers, the same stack once, and not too much of it."""

import os
import re
import sys
from functools import lru_cache

MOST_BYTES = 64 << 20  # of a file that is read
MOST_STACKS = 20_000
MOST_TEXT = 3 << 20
MOST_DEPTH = 200
PROCESS = re.compile(r'process \d+:".*";')  # to the last of them: a command line may have both signs in it
FRAME = re.compile(r"(?P<name>.*) \((?P<path>.*):(?P<line>-?\d+)\)", re.DOTALL)
LIBRARY = "/site-packages/"
STANDARD = re.compile(r".*/lib/(python3\.\d+/.*)")
MACHINERY = ("<frozen importlib", "<frozen runpy>")  # an import is shown as the module that is imported
START = "start (<frozen importlib>:1)"
OWN = ("perfgym_watch.py", "perfgym_allocations.py", "perfgym_counter.py", "perfgym_run.py")


class Failed(Exception):
    """There is no profile, and why."""


class Folded:
    """Counts (samples or bytes) by stack."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    @classmethod
    def of(cls, text: str) -> "Folded":
        """From what py-spy writes. Lines that it cannot have written are left out."""
        made = cls()
        for line in text.splitlines():
            stack, _, count = line.rpartition(" ")
            if count.isdecimal():
                made.add(PROCESS.sub("", stack, count=1).split(";"), int(count))
        return made

    def add(self, frames: list[str], count: int) -> None:
        """Frames from the outermost in; how Python and we start the app is left out."""
        kept = [short for frame in frames[:MOST_DEPTH] if (short := shortened(frame))] or [START]
        if count > 0:
            stack = ";".join(kept)
            self.counts[stack] = self.counts.get(stack, 0) + count

    def text(self) -> tuple[str, int]:
        """The stacks with the most, as lines; and what the others have that are left out."""
        lines: list[str] = []
        size = left_out = 0
        for stack, count in sorted(self.counts.items(), key=lambda item: -item[1]):
            line = f"{stack} {count}\n"
            if len(lines) < MOST_STACKS and size + len(line) <= MOST_TEXT and len(line) < 100_000:
                lines.append(line)
                size += len(line)
            else:
                left_out += count
        return "".join(lines), left_out


@lru_cache(100_000)
def shortened(frame: str) -> str:
    """`name (path:line)` with a path that says whose code it is: the app's, a package's, or Python's own."""
    found = FRAME.fullmatch(frame)
    if not found:
        return frame
    path = short_path(found["path"])
    return "" if path in OWN or path.startswith(MACHINERY) else f"{found['name']} ({path}:{found['line']})"


def short_path(path: str) -> str:
    here = os.getcwd() + os.sep
    if path.startswith(here):
        return path[len(here) :]
    if LIBRARY in path:
        return path[path.rindex(LIBRARY) + 1 :]
    standard = STANDARD.fullmatch(path)
    if standard:
        return standard[1]
    return path.removeprefix(sys.base_prefix + os.sep)


def read(path: str) -> bytes:
    """What is in a file that the app could have put something else in the place of; nothing where there is none."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with open(file, "rb") as opened:
        return opened.read(MOST_BYTES)
