"""Learners x labs: who is how far in a cohort, in three queries however many they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.cohorts.cohort import Cohort
from perfgym.cohorts.submission import Submission
from perfgym.runs.models import ScoreEvent


@dataclass
class Cell:
    """What one learner has of one lab."""

    points: int | None = None
    submissions: list[Submission] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    person: Person
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """`labs` head the columns: those in which anybody shown has done anything."""

    labs: Sequence[str]
    rows: Sequence[Row]


def of(cohort: Cohort, people: Iterable[Person], viewer: Person) -> Table:
    """The rows of `people`, with what `viewer` may see of them."""
    people = list(people)
    cells: dict[tuple[int, str], Cell] = {}
    for owner, lab, points in _points(people, viewer):
        cells.setdefault((owner, lab), Cell()).points = points
    for submission in _submissions(cohort, people):
        entry = submission.entry
        cells.setdefault((entry.owner_id, entry.run.lab), Cell()).submissions.append(submission)
    labs = sorted({lab for _, lab in cells})
    rows = [Row(person, [cells.get((person.pk, lab), Cell()) for lab in labs]) for person in people]
    return Table([_title(lab) for lab in labs], rows)


def as_rows(table: Table) -> Iterable[Sequence[str | int | None]]:
    """A heading, then a row a learner: name, and for each lab the best points and how what was submitted stands."""
    yield ["learner", *(head for lab in table.labs for head in (f"{lab}: points", f"{lab}: submitted"))]
    for row in table.rows:
        cells = [(cell.points, "; ".join(one.get_state_display() for one in cell.submissions)) for cell in row.cells]
        yield [row.person.shown_name, *(value for cell in cells for value in cell)]


def _points(people: Sequence[Person], viewer: Person) -> list[tuple[int, str, int]]:
    """(person, lab, best points)"""
    seen = ScoreEvent.objects.visible_to(viewer).filter(owner__in=people)
    best = seen.values("owner", "lab").annotate(best=Max("points"))
    return list(best.values_list("owner", "lab", "best"))


def _submissions(cohort: Cohort, people: Sequence[Person]) -> Iterable[Submission]:
    found = cohort.submissions.filter(entry__owner__in=people).select_related("entry__run").order_by("submitted_at")
    return found.defer("entry__words", "entry__run__result", "entry__run__fingerprint", "entry__run__tail")


def _title(lab: str) -> str:
    known = library.default().labs.get(lab)
    return known.title if known else lab
