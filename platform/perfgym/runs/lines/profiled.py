"""The lines of a profiled app's part, as hostile as the app itself: each as only those of its values that are kept."""

from typing import Any

from perfgym.runs.lines import fields
from perfgym.runs.lines.fields import Line
from perfgym.runs.lines.strict import BadResult

FACTS = ("samples", "errors", "left_out")
CHUNK = 256 * 1024  # characters
TEXT = 4 * 2**20  # of all stacks
MESSAGE = 2_000
SECONDS = 24 * 3600


def facts(line: Line) -> dict[str, Any]:
    """What is told about a profile before its stacks; `highest` and `held` in bytes where it is one of memory."""
    found: dict[str, Any] = {name: fields.whole(line, name) for name in FACTS}
    found |= {name: fields.whole(line, name) for name in ("highest", "held") if name in line}
    return {**found, "seconds": fields.number(line, "seconds", SECONDS)}


def stacks(line: Line, so_far: int) -> str:
    """A piece of the folded stacks, after so many characters of them."""
    text = fields.text(line, "text", CHUNK)
    if so_far + len(text) > TEXT:
        raise BadResult(f"the stacks have more than {TEXT:,} characters")
    return text


def message(line: Line) -> str:
    return fields.text(line, "message", MESSAGE)
