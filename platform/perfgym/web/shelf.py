"""The catalogue as it is shown: labs by track, filtered, with progress."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfgym.catalog.lab import Lab
from perfgym.catalog.library import Library
from perfgym.web.progress import Progress

LEVELS = ("foundation", "practitioner", "advanced")


@dataclass(frozen=True)
class Item:
    lab: Lab
    progress: Progress | None


@dataclass(frozen=True)
class Row:
    """A track with those of its labs that fit the filter."""

    title: str
    summary: str
    labs: list[Item]


@dataclass(frozen=True)
class Shelf:
    """A library seen through a filter; an empty level or skill lets everything through."""

    library: Library
    level: str = ""
    skill: str = ""

    def tracks(self, progress: Mapping[str, Progress]) -> list[Row]:
        """Tracks that hold a lab that fits, then the labs that are in no track."""
        placed = {slug for track in self.library.tracks for slug in track.labs}
        rest = [slug for slug in self.library.labs if slug not in placed]
        rows = [Row(each.title, each.summary, self._items(each.labs, progress)) for each in self.library.tracks]
        rows.append(Row("More labs", "", self._items(rest, progress)))
        return [row for row in rows if row.labs]

    def skills(self) -> list[tuple[str, str]]:
        """(id, name) of every skill that a lab teaches, by name."""
        known = self.library.skills
        used = {skill for lab in self.library.labs.values() for skill in lab.skills}
        named = [(skill, known[skill].name if skill in known else skill) for skill in used]
        return sorted(named, key=lambda one: one[1].lower())

    def _items(self, slugs: Iterable[str], progress: Mapping[str, Progress]) -> list[Item]:
        labs = self.library.labs
        return [Item(labs[slug], progress.get(slug)) for slug in slugs if slug in labs and self._fits(labs[slug])]

    def _fits(self, lab: Lab) -> bool:
        return (not self.level or lab.level == self.level) and (not self.skill or self.skill in lab.skills)
