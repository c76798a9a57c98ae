"""An empty picture, and text on it in fonts that we bring along."""

from collections.abc import Iterable
from html import escape

from perfgym.charts import looks, width

WIDE, HIGH = 1200, 630
MARGIN = 72
INSIDE = WIDE - 2 * MARGIN
SANS, MONO = "Paper Sans", "Paper Mono"
# What the fonts have: Latin with its accents, Greek, Cyrillic, punctuation, arrows and the signs of arithmetic.
_DRAWABLE = ((0x20, 0x17F), (0x370, 0x45F), (0x2010, 0x2026), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212))


def drawable(*choices: str) -> str:
    """The first of the texts that our fonts can show in full; of the last what they can."""
    for text in choices:
        if text and all(map(_is_drawable, text)):
            return text
    return "".join(filter(_is_drawable, choices[-1]))


def _is_drawable(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _DRAWABLE)


def text(
    words: str, y: float, size: float, fill: str = looks.INK, *, x: float = MARGIN, bold: bool = False,
    family: str = SANS, anchor: str = "start", room: float = INSIDE,
) -> str:  # fmt: skip
    """One line, its foot at y; cut where it is longer than `room`."""
    shown = width.shortened(words, room, size)
    weight = "600" if bold else "400"
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{family}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}">{escape(shown)}</text>'
    )


def lines(words: str, size: float, at_most: int) -> list[str]:
    """The text broken at spaces so that each line fits; the last is cut where there is more."""
    found: list[str] = []
    for word in words.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and (width.of(longer, size) <= INSIDE or len(found) == at_most):
            found[-1] = longer
        else:
            found.append(word)
    return [width.shortened(each, INSIDE, size) for each in found]


def svg(parts: Iterable[str]) -> str:
    paper = f'<rect width="{WIDE}" height="{HIGH}" fill="{looks.PAPER}"/>'
    edge = f'<rect width="{WIDE}" height="10" fill="{looks.AFTER}"/>'
    size = f'width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{paper}{edge}{"".join(parts)}</svg>'
