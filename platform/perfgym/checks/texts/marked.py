"""A text with characters around its numbers that say how each stands; where it is shown they become a line below it.

Who marks says nothing of HTML, and who formats knows nothing of numbers: web.text turns the characters into elements.
"""

from collections.abc import Iterator, Mapping, Sequence

from perfgym.checks.texts.figures import Judged, Standing
from perfgym.checks.texts.references import Place

Span = tuple[int, int, Standing]
FIRST = 0xE000  # characters that nobody types: one that opens and one that closes each kind of mark
OPEN = {standing: chr(FIRST + 2 * place) for place, standing in enumerate(Standing)}
CLOSE = {standing: chr(FIRST + 2 * place + 1) for place, standing in enumerate(Standing)}
STRANGE = dict.fromkeys(map(ord, (*OPEN.values(), *CLOSE.values())), " ")

Voice = Mapping[Standing, tuple[str, str]]  # the class of a mark, and its words
RUNS: Voice = {  # of a step: held against all runs of a lab
    Standing.FILLED: ("filled", "filled in from your runs"),
    Standing.FOUND: ("found", "found in your runs"),
    Standing.ASSUMED: ("assumed", "marked as an assumption"),
    Standing.MISSING: ("missing", "not found in your runs"),
    Standing.SWAPPED: ("swapped", "on the other side of the change"),
}
OWNER: Voice = {  # of an entry, for who writes it
    Standing.FILLED: ("filled", "filled in from the evidence"),
    Standing.FOUND: ("found", "found in the evidence"),
    Standing.ASSUMED: ("assumed", "marked as an assumption"),
    Standing.ELSEWHERE: ("elsewhere", "in another run of yours, not in this evidence"),
    Standing.MISSING: ("missing", "not in the evidence"),
    Standing.SWAPPED: ("swapped", "on the other side of the change"),
}
READER: Voice = {  # of an entry, for everybody else
    Standing.FILLED: ("filled", "from the evidence"),
    **dict.fromkeys(
        (Standing.ELSEWHERE, Standing.MISSING, Standing.SWAPPED), ("typed", "typed, not found in the evidence")
    ),
}
VOICES = {"runs": RUNS, "owner": OWNER, "reader": READER}


def marked(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    """The piece of the text between two places; what is marked lies within it as a whole, or is not marked."""
    text, at, parts = text.translate(STRANGE), start, []
    for first, last, standing in spans:
        if at <= first and last <= end:
            parts += [text[at:first], OPEN[standing], text[first:last], CLOSE[standing]]
            at = last
    return "".join([*parts, text[at:end]])


def spans(places: Sequence[Place], numbers: Sequence[Judged]) -> list[Span]:
    """What is to be marked, in its order: a reference as a whole, and each number that was typed."""
    return sorted([*_references(places, numbers), *_typed(places, numbers)])


def _references(places: Sequence[Place], numbers: Sequence[Judged]) -> Iterator[Span]:
    for place in places:
        within = [one.standing for one in numbers if _touch(one, place)]
        yield place.start, place.end, Standing.SWAPPED if Standing.SWAPPED in within else Standing.FILLED


def _typed(places: Sequence[Place], numbers: Sequence[Judged]) -> Iterator[Span]:
    for one in numbers:
        if one.standing is not Standing.FREE and not any(_touch(one, place) for place in places):
            yield one.stated.start, one.stated.end, one.standing


def _touch(one: Judged, place: Place) -> bool:
    return place.start < one.stated.end and one.stated.start < place.end
