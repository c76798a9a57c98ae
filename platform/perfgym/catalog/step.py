"""A step of a lab: one page of its guide."""

from dataclasses import dataclass

from perfgym.catalog.figures import NONE, Figures
from perfgym.checks.kind import Asked


@dataclass(frozen=True, eq=False)
class Step:
    """`number` counts from 1 in the order of the files; `name` is the file's name without .md.

    `body` and `hints` are Markdown; `guide.render` and `guide.render_hint` turn them into HTML when they are shown.
    Both may quote figures, which are put in then.
    """

    lab: str
    number: int
    name: str
    title: str
    minutes: int
    body: str
    hints: tuple[str, ...] = ()
    check: Asked | None = None
    body_line: int = 1  # the line of the file on which the body starts
    pages: tuple[str, ...] = ()  # names of all steps, for links between them
    figures: Figures = NONE  # what its text may quote
