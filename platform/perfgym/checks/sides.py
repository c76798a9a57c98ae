"""Which side of a change a number is said to be on: from 142 to 59 ms, 59 ms after, 2.4x faster."""

import re
from collections.abc import Sequence
from enum import StrEnum


class Side(StrEnum):
    """What a text says of a number, beside its value."""

    NEITHER = ""
    FROM = "from"  # followed by a TO
    TO = "to"
    BEFORE = "before"
    AFTER = "after"
    FASTER = "faster"
    SLOWER = "slower"


ARROW = re.compile(r"\s*(?:ms|s)?\s*(?:→|->)\s*")
TO = re.compile(r"\s*to\s*", re.IGNORECASE)
FROM = re.compile(r"\bfrom\s+(?:about\s+|roughly\s+|around\s+|some\s+)?$", re.IGNORECASE)
INSTEAD_OF = re.compile(
    r"\b(?:instead of|rather than|down from|up from|before:)\s+(?:about\s+|roughly\s+)?$", re.IGNORECASE
)
NOW = re.compile(r"\b(?:after:|down to|now)\s+(?:about\s+|roughly\s+)?$", re.IGNORECASE)
THEN = re.compile(r"\s+\(?(before|after)\b", re.IGNORECASE)
DIRECTION = re.compile(
    r"\s+(?:as\s+|times\s+)?(?:much\s+)?"
    r"(?:(fast(?:er)?|quick(?:er|ly)?|shorter|sooner|less time)|(slow(?:er|ly)?|longer))\b",
    re.IGNORECASE,
)
NEAR = 30  # characters before a number that are looked at


def told(prose: str, places: Sequence[tuple[int, int]]) -> list[Side]:
    """The side of each number, given the places of all in their order."""
    sides = [_alone(prose, start, end) for start, end in places]
    for index in range(len(places) - 1):
        (start, end), (later, _) = places[index], places[index + 1]
        between = prose[end:later]
        come_from = FROM.search(prose, max(0, start - NEAR), start) and TO.fullmatch(between)
        if ARROW.fullmatch(between) or come_from:
            sides[index : index + 2] = [Side.FROM, Side.TO]
    return sides


def _alone(prose: str, start: int, end: int) -> Side:
    if said := THEN.match(prose, end):
        return Side(said[1].lower())
    if said := DIRECTION.match(prose, end):
        return Side.FASTER if said[1] else Side.SLOWER
    if INSTEAD_OF.search(prose, max(0, start - NEAR), start):
        return Side.BEFORE
    return Side.AFTER if NOW.search(prose, max(0, start - NEAR), start) else Side.NEITHER
