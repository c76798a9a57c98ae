"""Which lab comes next, and why: for one skill, for several, or for somebody who asks nothing in particular."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfgym.catalog.lab import Lab
from perfgym.catalog.library import Library
from perfgym.progress.skills.evidence import Level
from perfgym.progress.skills.own import Standing

NAMED = 3  # skills that a reason names


@dataclass(frozen=True)
class Lead:
    """`why` is a sentence, or two."""

    lab: Lab
    why: str


def for_skill(skill: str, standing: Standing, found: Library) -> Lead | None:
    """The lab that gives the first evidence, evidence from another lab, or more certain evidence from the same."""
    training = [lab for lab in _open(standing, found) if skill in lab.skills]
    behind = {one.lab.slug: one.level for one in standing.behind.get(skill, ())}
    if fresh := _begun_first((lab for lab in training if lab.slug not in behind), standing):
        gives = "evidence from another lab" if behind else "the first evidence"
        return Lead(fresh[0], f"{_so_far(fresh[0], standing)}It would give {gives}.")
    if found.skills[skill].shown_by == "change":
        unmeasured = [lab for lab in training if lab.scored_by and behind[lab.slug] == Level.CHECKED]
        if unmeasured:
            return Lead(unmeasured[0], "Its checks are passed. A change measured as faster would be more certain.")
    return None


def for_skills(skills: Iterable[str], standing: Standing, found: Library) -> Lead | None:
    """The lab that trains most of those without evidence; one that is begun goes before the others."""
    missing = [skill for skill in skills if standing.level(skill) is None]
    gives = {lab.slug: [skill for skill in missing if skill in lab.skills] for lab in _open(standing, found)}
    useful = sorted((lab for lab in _open(standing, found) if gives[lab.slug]), key=lambda lab: -len(gives[lab.slug]))
    if not useful:
        return None
    lab = _begun_first(useful, standing)[0]
    names = _listed([found.skills[skill].name for skill in gives[lab.slug]])
    return Lead(lab, f"{_so_far(lab, standing)}It would give the first evidence for: {names}.")


def for_anyone(standing: Standing, found: Library) -> Lead | None:
    """Where to begin; then the lab that was begun last; then the one that shows most that is new."""
    labs = _open(standing, found)
    if not standing.behind and not standing.begun:
        return Lead(labs[0], "This is where to begin.") if labs else None
    begun = [lab for lab in labs if lab.slug in standing.begun]
    if begun:
        last = max(begun, key=lambda lab: standing.begun[lab.slug].last)
        return Lead(last, f"{_so_far(last, standing)}Go on where you were.")
    return for_skills(found.skills, standing, found)


def _open(standing: Standing, found: Library) -> list[Lab]:
    """The labs that can be done now: one that is about other labs needs a change measured in one of them."""
    return [lab for lab in found.in_order() if lab.runs_on or standing.has_change]


def _begun_first(labs: Iterable[Lab], standing: Standing) -> list[Lab]:
    return sorted(labs, key=lambda lab: lab.slug not in standing.begun)


def _so_far(lab: Lab, standing: Standing) -> str:
    begun = standing.begun.get(lab.slug)
    return f"You have passed {begun.passed} of its {begun.of} checks. " if begun else ""


def _listed(names: Sequence[str]) -> str:
    """ "SQL", "SQL and Profiling", "SQL, Profiling, Benchmarking and 2 more"."""
    shown, more = list(names[:NAMED]), len(names) - NAMED
    last = f"{more} more" if more > 0 else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last
