"""Answers that wait for measurements by the platform: asked for at once with the answer, judged when all are over.

    Course.answer -> ask -> runs wait, run, end -> settle: points once, whoever calls it and however often

The worker settles as soon as a run has ended, the dispatcher again every few seconds, and a page that shows the step
before it does so: whichever comes first.
"""

import logging
from collections.abc import Mapping, Sequence

from django.db import transaction

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.problems import ManifestError
from perfgym.catalog.step import Step
from perfgym.checks import registry
from perfgym.checks.kind import Result
from perfgym.checks.trial import OWN, NotJudged, TrialSpec
from perfgym.errors import LearnerError
from perfgym.progress import evidence, points
from perfgym.progress.models import Answer, Judged, Reached, Standing, Trial
from perfgym.runs import own
from perfgym.runs.models import OPEN, Run, State
from perfgym.runs.outcome import NO_ATTEMPT, Reason

AGAIN = (
    "Your answer was neither right nor wrong, and nothing is lost: check it again, now or later. Meanwhile you may "
    "skip the step and go on."
)
CHANGED = "The lab was changed while your answer was waiting, and this step asks for something else now."
OF_THE_APP = (*NO_ATTEMPT, Reason.APP_START, Reason.READINESS_TIMEOUT)  # the app of a trial is ours
OF_THE_TEST = (
    Reason.LOCUSTFILE_ERROR,
    Reason.RUNNER_START_TIMEOUT,
    Reason.BAD_RESULT,
    Reason.INCOMPLETE_RESULT,
)  # whose fault they are depends on whose locustfile it was

log = logging.getLogger(__name__)


def ask(answer: Answer, person: Person, lab: Lab, specs: Sequence[TrialSpec]) -> None:
    """Queue what the platform is to measure for an answer, in the caller's transaction. Raises QuotaExceeded."""
    for spec, run in zip(specs, Run.ask_trials(person, lab, specs), strict=True):
        Trial.objects.create(answer=answer, run=run, name=spec.name)


def settle_of(run: Run) -> None:
    """Settle the answer that waited for this run, if one did."""
    for answer in Answer.objects.filter(trials__run=run, state=Judged.WAITING):
        settle(answer)


def settle_all() -> None:
    """Settle every answer whose measurements are over, or broken off."""
    waiting = Answer.objects.filter(state=Judged.WAITING)
    going = Trial.objects.filter(run__state__in=OPEN).values("answer")
    broken = Trial.objects.filter(run__state__in=(State.FAILED, State.CANCELLED)).values("answer")
    for answer in {*waiting.exclude(pk__in=going), *waiting.filter(pk__in=broken)}:
        settle(answer)


def settle(answer: Answer) -> bool:
    """Judge an answer all of whose measurements are over; False where it goes on waiting.

    Where one went wrong by our fault, or was stopped, the others are stopped too and the answer is not judged. The row
    is locked, so that of two who come at once the second finds it done.
    """
    with transaction.atomic():
        locked = Answer.objects.select_for_update().select_related("round__owner").get(pk=answer.pk)
        if locked.state != Judged.WAITING:
            return True
        trials = list(locked.trials.select_related("run__snapshot").order_by("pk"))
        found = _broken([trial.run for trial in trials])
        if found is None and any(not trial.run.is_final for trial in trials):
            return False
        for trial in trials:
            trial.run.cancel()
        _write(locked, found or _concluded(locked, {trial.name: trial.run for trial in trials}))
    return True


def _broken(runs: Sequence[Run]) -> NotJudged | None:
    """Why nothing can be said, as soon as that is known."""
    for run in runs:
        if run.state == State.CANCELLED:
            return NotJudged("You stopped the measurement that this answer was waiting for.")
        if run.state == State.FAILED and _ours(run):
            return NotJudged(
                "PerfGym could not make the measurement that this answer was waiting for: "
                f"{run.reason_words}, number {str(run.pk)[:8]}. That is our fault, and no attempt of yours."
            )
    return None


def _ours(run: Run) -> bool:
    learners_test = run.trial is not None and run.trial["locustfile"] == OWN
    return run.reason in OF_THE_APP or (run.reason in OF_THE_TEST and not learners_test)


def _concluded(answer: Answer, runs: Mapping[str, Run]) -> Result | NotJudged:
    """What the check says. A lab that has changed meanwhile may no longer ask for what was measured."""
    found = _step(answer)
    if found is None or found[1].check is None or found[1].check.kind != answer.kind:
        return NotJudged(CHANGED)
    asked = found[1].check
    assert asked is not None
    known = evidence.of(answer.round, until=answer.at)
    try:
        specs = {spec.name: spec for spec in registry.trials(asked, answer.given, known)}
        if specs.keys() != runs.keys():
            return NotJudged(CHANGED)
        tried = {name: own.tried(spec, runs[name]) for name, spec in specs.items()}
        return registry.conclude(asked, answer.given, known, tried)
    except Exception:
        log.exception("answer %s could not be judged from its measurements", answer.pk)
        return NotJudged(f"PerfGym failed while it judged your answer, number {answer.pk}. That is our fault.")


def _write(answer: Answer, found: Result | NotJudged) -> None:
    if isinstance(found, NotJudged):
        answer.state, answer.message = Judged.NOT, f"{found.message} {AGAIN}"
    else:
        answer.state, answer.passed, answer.message = Judged.YES, found.passed, found.message
        place = _step(answer)
        assert place is not None
        answer.points = points.earned(*place, found)
    answer.save()
    if answer.passed:
        Reached.objects.get_or_create(round=answer.round, step=answer.step)[0].settle(Standing.PASSED)


def _step(answer: Answer) -> tuple[Lab, Step] | None:
    """Where the answer belongs in the lab as it is now; None where it is gone."""
    try:
        lab = library.default().lab(answer.round.lab)
    except (LearnerError, ManifestError):
        return None
    return next(((lab, step) for step in lab.steps if step.name == answer.step), None)
