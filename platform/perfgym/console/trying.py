"""Judging a load test as a lab's step does: the same trials, here and now, without a learner or a database."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from perfgym.catalog.lab import Lab
from perfgym.catalog.step import Step
from perfgym.checks import registry
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Asked, Result
from perfgym.checks.trial import NotJudged, TrialSpec, Tried
from perfgym.console.local import local_job
from perfgym.errors import LearnerError
from perfgym.runs import trial
from perfgym.runs.exploration import explore
from perfgym.runs.job import unheard
from perfgym.runs.outcome import Outcome
from perfgym.sandbox.protocol import Driver

KIND = "detection"  # the only kind whose trials need nothing but a locustfile
Tell = Callable[[str], None]


def step_of(lab: Lab) -> Step:
    """The step that judges a load test. Raises LearnerError where there is none."""
    for step in lab.steps:
        if step.check is not None and step.check.kind == KIND:
            return step
    raise LearnerError(f"No step of {lab.slug} judges a load test: none has a check of the kind {KIND}.")


def judged(lab: Lab, asked: Asked, edits: Mapping[str, bytes], driver: Driver | None, tell: Tell) -> Result | NotJudged:
    """What the check says of these files of a learner's."""
    tried = {}
    for spec in registry.trials(asked, {}, Evidence()):
        tell(f"{lab.slug}: {spec.fault or spec.name}")
        tried[spec.name] = _tried(lab, spec, edits, driver)
    return registry.conclude(asked, {}, Evidence(), tried)


def _tried(lab: Lab, spec: TrialSpec, edits: Mapping[str, bytes], driver: Driver | None) -> Tried:
    laid = trial.wanted(spec, "").laid(lab, edits)
    outcome = local_job(lab, {}, unheard, trial.settings(spec), explore, driver, laid)
    return Tried(spec, None if outcome.reason else _load_test(spec, outcome), outcome.reason or "", outcome.message)


def _load_test(spec: TrialSpec, outcome: Outcome) -> LoadTest:
    """The part of a trial's outcome that such a check looks at."""
    result = outcome.result
    return LoadTest(
        at=datetime.now(UTC),
        users=spec.users,
        seconds=float(result["seconds"]),
        count=int(result["count"]),
        fails=int(result["fails"]),
        figures={name: float(result[name]) for name in ("p50", "p95", "p99", "rps") if result.get(name) is not None},
        names={},
        series={},
        as_found=not spec.fault,
        result=result,
        files=_files(outcome.bundle),
    )


def _files(bundle: bytes) -> dict[str, bytes]:
    if not bundle:
        return {}
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
