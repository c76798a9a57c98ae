"""One line as one JSON object (RFC 8259), and nothing that only Python's reader takes for JSON."""

import json
import math
from typing import Any, NoReturn

from perfgym.runs.outcome import Reason, RunFailed

MAX_DIGITS = 20  # of a whole number
MAX_DEPTH = 6
SHOWN = 120  # characters of what was wrong


class BadResult(RunFailed):
    """A runner wrote something that cannot be a result."""

    def __init__(self, what: str) -> None:
        super().__init__(
            Reason.BAD_RESULT,
            f"The load generator wrote a line that cannot be a result: {what[:SHOWN]}. Nothing that it wrote was kept.",
        )


def parse(line: bytes) -> dict[str, Any]:
    """The object on this line. Raises BadResult."""
    try:
        value = _DECODER.decode(line.decode())
    except (ValueError, RecursionError) as error:  # a UnicodeDecodeError and a JSONDecodeError are ValueErrors
        raise BadResult(_said(error)) from error
    if not isinstance(value, dict):
        raise BadResult("it is no object")
    _check(value, MAX_DEPTH)
    return value


def _said(error: Exception) -> str:
    match error:
        case UnicodeDecodeError():
            return "it is not UTF-8"
        case RecursionError():
            return "it is nested too deep"
        case json.JSONDecodeError():
            return f"it is not JSON ({error.msg.lower()} at character {error.pos + 1:,})"
        case _:
            return str(error)


def _check(value: object, deeper: int) -> None:
    """Raise BadResult for text that cannot be stored, and for values too deep."""
    if isinstance(value, str):
        if "\0" in value or not (value.isascii() or _is_unicode(value)):
            raise BadResult("a text in it has a NUL or half a character")
    elif isinstance(value, dict | list):
        if not deeper:
            raise BadResult(f"it is nested more than {MAX_DEPTH} deep")
        for each in value.values() if isinstance(value, dict) else value:
            _check(each, deeper - 1)


def _is_unicode(text: str) -> bool:
    """False for a lone surrogate: JSON can write one, UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a number in it has {len(text):,} digits")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number in it is too large")
    return value


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key in it stands there twice")
    for key in found:
        _check(key, 0)
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_real, parse_constant=_constant
)  # fmt: skip
