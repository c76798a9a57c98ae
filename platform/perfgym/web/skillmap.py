"""The skill map as it is shown: every skill by area, what is behind it, and what comes next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from perfgym.catalog.lab import Lab
from perfgym.catalog.library import Library
from perfgym.catalog.manifest.shelf import Skill
from perfgym.progress.skills import lead
from perfgym.progress.skills.evidence import Evidence, Level
from perfgym.progress.skills.lead import Lead
from perfgym.progress.skills.own import Standing

AREAS = {
    "responsibility": ("What the work consists of", "The responsibilities of a performance engineer."),
    "skill": ("Skills that the work wants", "The skills that a career guide puts first."),
    "gap": ("Skills that are often missing", "Gaps that it finds in many people who apply."),
    "next step": ("Next steps", "What it tells people to do next."),
}


@dataclass(frozen=True)
class Row:
    skill: Skill
    labs: Sequence[Lab]  # that train it
    behind: Sequence[Evidence]
    lead: Lead | None

    @property
    def level(self) -> Level | None:
        return self.behind[0].level if self.behind else None

    @property
    def wants_review(self) -> bool:
        """Whether nothing but an instructor's acceptance would make it more certain."""
        return self.lead is None and self.level == Level.MEASURED


@dataclass(frozen=True)
class Area:
    title: str
    about: str
    rows: Sequence[Row]


def areas(standing: Standing, found: Library) -> list[Area]:
    rows = [_row(skill, standing, found) for skill in found.skills.values()]
    return [
        Area(title, about, mine)
        for group, (title, about) in AREAS.items()
        if (mine := [row for row in rows if row.skill.group == group])
    ]


def counts(standing: Standing) -> list[tuple[Level, int]]:
    """How many skills have evidence of each level at best, the most certain first."""
    best = Counter(found[0].level for found in standing.behind.values())
    return [(level, best[level]) for level in sorted(Level, reverse=True)]


def training(skill: str, found: Library) -> list[Lab]:
    """The labs that train a skill, in the order in which they are best taken."""
    return [lab for lab in found.in_order() if skill in lab.skills]


def _row(skill: Skill, standing: Standing, found: Library) -> Row:
    following = lead.for_skill(skill.id, standing, found)
    return Row(skill, training(skill.id, found), standing.behind.get(skill.id, ()), following)
