"""Holding predictions against the runs that came after them, and what that says about who made them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.checks.kinds import predict
from perfgym.progress import worth
from perfgym.progress.models import Answer
from perfgym.progress.prediction import Prediction
from perfgym.runs import own
from perfgym.runs.models import Kind, Run, State

SLACK = timedelta(minutes=1)  # a run may be seen so much later than its row says that it ended
ENOUGH = 3  # answered predictions from which a share is shown


@dataclass(frozen=True)
class Calibration:
    """How many of the ranges somebody gave held the result."""

    inside: int
    of: int

    @property
    def is_told(self) -> bool:
        return self.of >= ENOUGH


def settle(people: Iterable[Person], lab: str | None = None) -> None:
    """Hold every prediction of these people that waits against the runs that ended since. Cheap where none does."""
    open_ = Prediction.objects.filter(answer__round__owner__in=list(people), value__isnull=True)
    if lab is not None:
        open_ = open_.filter(answer__round__lab=lab)
    if not open_.exists():  # asked by every page; what runs have ended is asked only where it matters
        return
    for one in open_.waiting().select_related("answer__round"):
        _settle(one)


def calibration(person: Person) -> Calibration:
    """Over all labs, of the predictions that no run had answered before they were made."""
    settle([person])
    told = list(Prediction.objects.of(person).counting())
    return Calibration(sum(one.is_inside for one in told), len(told))


def of_step(person: Person, lab: str, step: str) -> list[Prediction]:
    """A person's predictions in a step, over all rounds, the latest first."""
    mine = Prediction.objects.of(person, lab).filter(answer__step=step)
    return list(mine.select_related("answer", "run").order_by("-answer__at", "-pk"))


def of_run(run: Run) -> list[Prediction]:
    """The predictions that a run has answered: of each step the last one made before it."""
    settle([run.owner], run.lab)
    last = {one.answer.step: one for one in run.predictions.select_related("answer").order_by("answer__at", "pk")}
    return list(last.values())


def _settle(one: Prediction) -> None:
    runs = _runs(one)
    later = runs.filter(created_at__gt=one.answer.at)
    if found := next(_answering(one, later), None):
        known = next(_answering(one, runs.filter(created_at__lte=one.answer.at)), None) is not None
        with transaction.atomic():
            one.tell(*found, counts=not known and not _replaced(one, found[0]))
            _award(one)
    else:
        Prediction.objects.filter(pk=one.pk, value__isnull=True).update(looked_at=Now() - SLACK)


def _runs(one: Prediction) -> QuerySet[Run]:
    """Finished runs of the kind that can answer it, the oldest first."""
    going = one.answer.round
    mine = Run.objects.filter(owner=going.owner_id, lab=going.lab, kind=one.kind, state=State.FINISHED)
    return mine.defer("fingerprint", "tail").order_by("created_at", "pk")


def _answering(one: Prediction, runs: QuerySet[Run]) -> Iterator[tuple[Run, float]]:
    asked = one.asks
    for run in runs.iterator(chunk_size=20):
        value = None
        if run.kind == Kind.EXPLORE:
            value = predict.value(asked, own.load_test(run))
        elif run.result.get("ratio"):
            value = predict.value(asked, own.compared(run))
        if value is not None:
            yield run, value


def _replaced(one: Prediction, run: Run) -> bool:
    """Whether a later prediction for the same step was made before the run: that one counts, this one does not."""
    said = Prediction.objects.of(one.answer.round.owner, one.answer.round.lab).filter(answer__step=one.answer.step)
    return said.filter(answer__at__gt=one.answer.at, answer__at__lt=run.created_at).exists()


def _award(one: Prediction) -> None:
    """The points of the step for how good it was."""
    lab = library.default().labs.get(one.answer.round.lab)
    whole = worth.of_steps(lab).get(one.answer.step, 0) if lab else 0
    Answer.objects.filter(pk=one.answer_id).update(points=round(whole * one.share))
