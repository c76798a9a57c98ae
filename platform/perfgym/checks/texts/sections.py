"""A Markdown text by its headings."""

import re
from dataclasses import dataclass

WORD = re.compile(r"\w[\w'\u2019-]*")
HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")


@dataclass(frozen=True)
class Section:
    """What stands under one heading, up to the next."""

    title: str
    body: str

    @property
    def words(self) -> int:
        return words(self.body)


def words(text: str) -> int:
    """Words as a reader counts them: a chart is none."""
    return len(WORD.findall(PICTURE.sub(" ", text)))


def of(text: str) -> tuple[Section, ...]:
    """The sections in their order; what stands before the first heading belongs to none."""
    found = list(HEADING.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    return tuple(Section(match[1], text[match.end() : end]) for match, end in zip(found, ends, strict=True))


def about(text: str, subject: str) -> Section | None:
    """The first section whose heading speaks of a subject."""
    return next((section for section in of(text) if subject.lower() in section.title.lower()), None)
