"""A person's own evidence for each skill, from all that they have done: three queries, however much that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.measure.rule import Verdict
from perfgym.portfolio.models import Entry
from perfgym.progress.models import Answer
from perfgym.progress.skills.evidence import Behind, Evidence, Level, sorted_by_skill
from perfgym.runs.models import Run


class Begun(NamedTuple):
    """How far somebody is in a lab whose checks are not all passed."""

    passed: int
    of: int
    last: datetime


@dataclass(frozen=True)
class Standing:
    """What is behind each skill; labs that are begun, by name; whether any change was measured as faster."""

    behind: Behind
    begun: Mapping[str, Begun]
    has_change: bool

    def level(self, skill: str) -> Level | None:
        """The highest there is of a skill."""
        found = self.behind.get(skill)
        return found[0].level if found else None


NOTHING = Standing({}, {}, has_change=False)


class _Passed(NamedTuple):
    first: datetime
    last: datetime
    trials: int  # measurements by the platform that bore an answer out


Steps = Mapping[str, _Passed]  # the checks that were passed in a lab, in any round, by step


def of(person: Person) -> Standing:
    best, accepted, passed = _best_runs(person), _accepted(person), _passed(person)
    found: list[tuple[str, Evidence]] = []
    begun: dict[str, Begun] = {}
    for lab in library.default().in_order():
        steps = {name: one for name, one in passed.get(lab.slug, {}).items() if name in _checks(lab)}
        found += _of_lab(lab, best.get(lab.slug), accepted.get(lab.slug), steps)
        if steps and len(steps) < len(_checks(lab)):
            begun[lab.slug] = Begun(len(steps), len(_checks(lab)), max(one.last for one in steps.values()))
    return Standing(sorted_by_skill(found), begun, has_change=bool(best))


def _checks(lab: Lab) -> list[str]:
    return [step.name for step in lab.steps if step.check is not None]


def _of_lab(lab: Lab, best: Run | None, accepted: Entry | None, steps: Steps) -> Iterator[tuple[str, Evidence]]:
    """A measured change shows some of a lab's skills; its checks, all of them passed, show each."""
    skills = library.default().skills
    known = [skill for skill in lab.skills if skill in skills]
    changes = [*([_by_entry(lab, accepted)] if accepted else []), *([_by_run(lab, best)] if best else [])]
    yield from ((skill, one) for skill in known if skills[skill].shown_by == "change" for one in changes)
    if steps and len(steps) == len(_checks(lab)):
        yield from ((skill, _by_steps(lab, steps, accepted)) for skill in known)


def _by_entry(lab: Lab, entry: Entry) -> Evidence:
    return Evidence(lab, Level.ACCEPTED, entry.sentence, _accepted_at(entry), entry.get_absolute_url())


def _by_run(lab: Lab, run: Run) -> Evidence:
    entry: Entry | None = getattr(run, "entry", None)
    at = run.finished_at or run.created_at
    return Evidence(lab, Level.MEASURED, run.sentence, at, (entry or run).get_absolute_url())


def _by_steps(lab: Lab, steps: Steps, accepted: Entry | None) -> Evidence:
    count, trials = len(steps), sum(one.trials for one in steps.values())
    said = "its one check passed" if count == 1 else f"all {count} checks passed"
    at = max(one.first for one in steps.values())
    if trials:
        said += ", borne out by a measurement of PerfGym's own"
    if accepted:
        said += ", and an entry about it accepted"
        at = max(at, _accepted_at(accepted))
    level = Level.ACCEPTED if accepted else Level.MEASURED if trials else Level.CHECKED
    return Evidence(lab, level, said, at, reverse("lab", args=[lab.slug]))


def _accepted_at(entry: Entry) -> datetime:
    at: datetime = entry.accepted_at  # type: ignore[attr-defined]  # of the query
    return at


def _best_runs(person: Person) -> dict[str, Run]:
    """Of each lab the comparison that earned most."""
    faster = Run.objects.own(person).judged().filter(result__verdict=Verdict.FASTER, points__gt=0)
    best = faster.order_by("lab", "-points", "-finished_at").distinct("lab")
    return {run.lab: run for run in best.select_related("entry").defer("fingerprint", "tail", "entry__words")}


def _accepted(person: Person) -> dict[str, Entry]:
    """Of each lab the entry that was accepted last."""
    accepted = Entry.objects.filter(owner=person, submissions__state="accepted")
    at = Coalesce("submissions__decided_at", "submissions__submitted_at")
    last = accepted.annotate(accepted_at=at).order_by("run__lab", "-accepted_at")
    slim = last.distinct("run__lab").select_related("run").defer("words", "run__fingerprint", "run__tail")
    return {entry.run.lab: entry for entry in slim}


def _passed(person: Person) -> dict[str, dict[str, _Passed]]:
    answers = Answer.objects.filter(round__owner=person, passed=True).values_list("round__lab", "step")
    found: dict[str, dict[str, _Passed]] = {}
    for lab, step, *rest in answers.annotate(first=Min("at"), last=Max("at"), tried=Count("trials")):
        found.setdefault(lab, {})[step] = _Passed(*rest)
    return found
