"""A person's way through a lab: which steps are open, what was done in each, and what can be done next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, cast

from django.db import transaction
from django.db.models.functions import Now
from django.utils.functional import SimpleLazyObject

from perfgym import storable
from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.checks import registry
from perfgym.checks.evidence import Evidence
from perfgym.checks.interval import Interval
from perfgym.checks.kind import Given, Preview, Result
from perfgym.checks.kinds import predict
from perfgym.checks.kinds.predict import PredictAsked
from perfgym.checks.trial import TrialSpec
from perfgym.progress import evidence, points, trials
from perfgym.progress.errors import HintNotThere, NothingAsked, NotPassed, StepClosed, StillWaiting, TooManyAnswers
from perfgym.progress.models import SETTLED, Answer, Hint, Judged, Prediction, Reached, Round, Standing
from perfgym.runs import tasks

CLOSED = "closed"
ANSWERS = 400  # of one person in one lab
HOURLY = 15  # to one step


@dataclass(frozen=True)
class Place:
    """A step as this person stands to it: passed, skipped, open or closed."""

    step: Step
    state: str

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


class Course:
    """One person in one lab, in the round that goes on. Instructors and staff find every step open."""

    def __init__(self, person: Person, lab: Lab) -> None:
        self.person, self.lab = person, lab
        self.round = Round.current(person, lab)
        self._free = person.is_staff or person.is_instructor

    @cached_property
    def places(self) -> Sequence[Place]:
        """All steps in order."""
        standing = dict(self.round.steps.values_list("step", "standing"))
        way_free, found = True, []
        for step in self.lab.steps:
            stands = standing.get(step.name, Standing.OPEN)
            settled = stands in SETTLED
            found.append(Place(step, str(stands) if settled else "open" if way_free or self._free else CLOSED))
            way_free = way_free and settled
        return found

    @property
    def number(self) -> int:
        """The first step that is neither passed nor skipped, or the last one."""
        return next((place.step.number for place in self.places if not place.is_settled), len(self.places))

    @property
    def begun(self) -> bool:
        return any(place.is_settled for place in self.places)

    @property
    def finished(self) -> bool:
        return all(place.is_settled for place in self.places)

    def before(self, step: Step) -> Step:
        """The step that has to be settled for this one to open."""
        return self.lab.steps[self.number - 1]

    def reach(self, step: Step) -> Reached:
        """Note that a step is looked at. Raises StepClosed."""
        if self.places[step.number - 1].state == CLOSED:
            raise StepClosed(step, self.before(step))
        return Reached.objects.get_or_create(round=self.round, step=step.name)[0]

    def go_on(self, step: Step) -> None:
        """Leave a step: one without a check is passed by that. Raises StepClosed, NotPassed."""
        reached = self.reach(step)
        if step.check is not None and reached.standing not in SETTLED:
            raise NotPassed(step)
        if step.check is None:
            self._settle(reached, Standing.PASSED)

    def skip(self, step: Step) -> None:
        """Leave a step that is not passed. Raises StepClosed."""
        self._settle(self.reach(step), Standing.SKIPPED)

    def answer(self, step: Step, given: Mapping[str, str]) -> Answer:
        """Judge an answer and keep it. Raises StepClosed, NothingAsked, TooManyAnswers, StillWaiting and QuotaExceeded.

        One that needs measurements by the platform is kept, and judged when they are over.
        """
        reached = self.reach(step)
        if step.check is None:
            raise NothingAsked(step)
        known = self.evidence
        kept = {one.name: storable.text(given.get(one.name, "")) for one in registry.blanks(step.check, known)}
        result = registry.judge(step.check, kept, known)
        wanted = registry.trials(step.check, kept, known) if result.passed else ()
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=self.person.pk)
            if waiting := self.waiting(step):
                if waiting.given == kept:  # sent twice
                    return waiting
                raise StillWaiting(step)
            self._check_quota(step)
            if wanted:
                return self._wait(step, kept, result, wanted)
            earned = points.earned(self.lab, step, result)
            made = self._made(step, kept, result.message, passed=result.passed, points=earned)
            if result.passed:
                self._settle(reached, Standing.PASSED)
                self._keep_prediction(step, made)
        return made

    def _made(self, step: Step, given: Given, message: str, **judged: Any) -> Answer:
        assert step.check is not None
        kind, digest = step.check.kind, self.lab.digest
        what = {"step": step.name, "kind": kind, "lab_digest": digest, "given": given, "message": message}
        return Answer.objects.create(round=self.round, **what, **judged)

    def _keep_prediction(self, step: Step, answer: Answer) -> None:
        """A prediction is held against later runs; its points come then."""
        if isinstance(step.check, PredictAsked):
            found = predict.read(step.check, answer.given)
            assert isinstance(found, Interval), found
            Prediction.keep(answer, step.check, found)

    def _wait(self, step: Step, given: Given, result: Result, wanted: Sequence[TrialSpec]) -> Answer:
        """Keep an answer that is judged once the platform has measured for it, and ask for that."""
        made = self._made(step, given, result.message, passed=False, state=Judged.WAITING)
        trials.ask(made, self.person, self.lab, wanted)
        transaction.on_commit(tasks.ring)
        return made

    def waiting(self, step: Step) -> Answer | None:
        """The answer of this round to a step that waits for measurements; settled now where they are over."""
        found = self.round.answers.filter(step=step.name, state=Judged.WAITING).first()
        if found is None or not trials.settle(found):
            return found
        self.__dict__.pop("places", None)
        self.__dict__.pop("points", None)
        return None

    def preview(self, step: Step, given: Given) -> Preview | None:
        """What was typed as it would be judged now; nothing is kept. Raises StepClosed, NothingAsked."""
        self.reach(step)
        if step.check is None:
            raise NothingAsked(step)
        return registry.preview(step.check, given, self.evidence)

    def chosen(self, name: str) -> str:
        """What was last chosen for a blank of this name in any step; empty where nothing was."""
        last = self.round.answers.filter(given__has_key=name).order_by("-at", "-pk").values_list("given", flat=True)
        return str((last.first() or {}).get(name, ""))

    def answers(self, step: Step) -> Sequence[Answer]:
        """Those of this round to a step, the latest first."""
        return list(self.round.answers.filter(step=step.name).order_by("-at", "-pk"))

    def hints(self, step: Step) -> Sequence[Hint]:
        """Those of a step that were opened and that it still has."""
        mine = Hint.objects.filter(owner=self.person, lab=self.lab.slug, step=step.name)
        return list(mine.filter(index__lt=len(step.hints)).order_by("index"))

    def hint_cost(self, step: Step, index: int) -> int:
        """Points that a hint costs now: nothing once the step is passed."""
        passed = self.places[step.number - 1].state == Standing.PASSED
        return 0 if passed else self.lab.hint_costs[index]

    def take_hint(self, step: Step, index: int) -> Hint:
        """Open a hint; the same one twice is one. Raises StepClosed, HintNotThere."""
        self.reach(step)
        if not 0 <= index <= len(self.hints(step)) or index >= len(step.hints):
            raise HintNotThere(step)
        made, _ = Hint.objects.get_or_create(
            owner=self.person,
            lab=self.lab.slug,
            step=step.name,
            index=index,
            defaults={"cost": self.hint_cost(step, index)},
        )
        return made

    @cached_property
    def evidence(self) -> Evidence:
        """The runs that count, read when a check looks at them: most pages show a step and judge nothing."""
        return cast(Evidence, SimpleLazyObject(lambda: evidence.of(self.round)))

    @cached_property
    def points(self) -> points.Points:
        return points.of(self.person, self.lab)

    def _settle(self, reached: Reached, standing: Standing) -> None:
        reached.settle(standing)
        self.__dict__.pop("places", None)
        self.__dict__.pop("points", None)

    def _check_quota(self, step: Step) -> None:
        mine = Answer.objects.filter(round__owner=self.person, round__lab=self.lab.slug).exclude(state=Judged.NOT)
        if mine.count() >= ANSWERS:
            raise TooManyAnswers(ANSWERS, hour=False)
        if mine.filter(step=step.name, at__gt=Now() - timedelta(hours=1)).count() >= HOURLY:
            raise TooManyAnswers(HOURLY, hour=True)
