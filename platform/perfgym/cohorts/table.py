"""Learners x labs: who is how far in a cohort, in four queries however many they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.cohorts.cohort import Cohort
from perfgym.cohorts.submission import Submission
from perfgym.progress import points


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


def of(cohort: Cohort, people: Iterable[Person]) -> Table:
    """The rows of `people`: of those whom the viewer may see."""
    people = list(people)
    cells: dict[tuple[int, str], Cell] = {}
    for place, found in points.of_all(people).items():
        cells.setdefault(place, Cell()).points = found.total
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


def _submissions(cohort: Cohort, people: Sequence[Person]) -> Iterable[Submission]:
    found = cohort.submissions.filter(entry__owner__in=people).select_related("entry__run").order_by("submitted_at")
    return found.defer("entry__words", "entry__run__result", "entry__run__fingerprint", "entry__run__tail")


def _title(lab: str) -> str:
    known = library.default().labs.get(lab)
    return known.title if known else lab
