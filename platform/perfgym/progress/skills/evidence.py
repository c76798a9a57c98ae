"""One piece of evidence for a skill, and how certain it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from perfgym.catalog.lab import Lab


class Level(IntEnum):
    """How certain evidence is, the least certain first."""

    CHECKED = 1
    MEASURED = 2
    ACCEPTED = 3

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def means(self) -> str:
        return MEANS[self]


MEANS = {
    Level.ACCEPTED: "PerfGym has measured it, and an instructor has read an entry about it and accepted it.",
    Level.MEASURED: "PerfGym has measured it: a changed version was faster for certain, with the same answers, or a "
    "measurement of PerfGym's own bore out what was found.",
    Level.CHECKED: "Every check in a lab's guide was passed, held against the learner's own runs or texts. PerfGym has "
    "not measured it again.",
}


@dataclass(frozen=True)
class Evidence:
    """What was done in one lab; `said` is how certain, as a clause without a full stop."""

    lab: Lab
    level: Level
    said: str
    at: datetime
    address: str  # where it can be looked at


Behind = Mapping[str, tuple[Evidence, ...]]  # a skill's id -> what is behind it, the most certain first


def sorted_by_skill(found: Iterable[tuple[str, Evidence]]) -> Behind:
    """(skill, evidence) by skill, of each lab the most certain one; of those that are alike the first."""
    best: dict[str, dict[str, Evidence]] = {}
    for skill, one in found:
        of_skill = best.setdefault(skill, {})
        if one.lab.slug not in of_skill or one.level > of_skill[one.lab.slug].level:
            of_skill[one.lab.slug] = one
    return {
        skill: tuple(sorted(labs.values(), key=lambda one: (one.level, one.at), reverse=True))
        for skill, labs in best.items()
    }
