"""The guide's side of the workbench: one step of a lab as this person stands to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from perfgym.catalog import guide
from perfgym.catalog.guide import reachable
from perfgym.catalog.step import Step
from perfgym.checks import registry
from perfgym.checks.kind import Asked, Blank, Preview
from perfgym.checks.kinds import predict
from perfgym.checks.kinds.document import LAB
from perfgym.checks.kinds.predict import PredictAsked
from perfgym.progress import points, predictions
from perfgym.progress.course import CLOSED, Course, Place
from perfgym.progress.models import Answer
from perfgym.runs.models import Run
from perfgym.web import reading, stock

SHOWN = 10  # earlier answers


@dataclass(frozen=True)
class Sent:
    """What came with a request that kept nothing, and why: both are shown, so that nothing typed is lost."""

    problem: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    preview: Preview | None = None
    previewed: bool = False  # a preview was asked for, even where there was nothing to show


@dataclass(frozen=True)
class Filled:
    """A blank and what stands in it."""

    blank: Blank
    value: str


@dataclass(frozen=True)
class Waiting:
    """An answer that waits for measurements by the platform: which of how many is waited for, and how far that is."""

    answer: Answer
    run: Run
    number: int
    of: int

    @property
    def words(self) -> str:
        """How far it is: its place in the queue, or what is done."""
        row = self.run.state_now()
        return str(row["waiting"] or "It is being measured now.")

    @property
    def obstacle(self) -> str:
        return self.run.outlook().obstacle


def context(course: Course, number: int, sent: Sent | None = None, focus: str = "") -> dict[str, Any]:
    """What the templates of the guide show. `focus` says which part the reader came for: title, said or hint."""
    sent = sent or Sent()
    waiting = course.waiting(course.lab.steps[number - 1])  # first: it settles what is over, and the places with it
    place = course.places[number - 1]
    shown = {
        "lab": course.lab,
        "course": course,
        "place": place,
        "step": place.step,
        "previous": _beside(course, number - 1),
        "next": _beside(course, number + 1),
        "problem": sent.problem,
        "focus": focus,
    }
    if place.state == CLOSED:
        return shown | {
            "closed_by": course.before(place.step),
            "unsent": [each for each in sent.values.values() if each],
        }
    return shown | {
        "body": reachable(guide.render(place.step)),
        **_hints(course, place),
        **_check(course, place, sent),
        "waiting": _waiting(waiting) if waiting else None,
    }


def _waiting(answer: Answer) -> Waiting | None:
    runs = [trial.run for trial in answer.trials.select_related("run").order_by("pk")]
    going = [(number, run) for number, run in enumerate(runs, start=1) if not run.is_final]
    return Waiting(answer, going[0][1], going[0][0], len(runs)) if going else None


def _beside(course: Course, number: int) -> Place | None:
    return course.places[number - 1] if 1 <= number <= len(course.places) else None


def _hints(course: Course, place: Place) -> dict[str, Any]:
    """Only what was opened is in the page."""
    step = place.step
    opened = course.hints(step)
    more = len(opened) if len(opened) < len(step.hints) else None
    return {
        "hints": [(hint, reachable(guide.render_hint(step, hint.index))) for hint in opened],
        "hint_more": None if more is None else {"index": more, "cost": course.hint_cost(step, more)},
    }


def _check(course: Course, place: Place, sent: Sent) -> dict[str, Any]:
    step = place.step
    if step.check is None:
        return {}
    answers = course.answers(step)
    last = answers[0] if answers else None
    values = sent.values or (last.given if last else {})
    blanks = _filled(registry.blanks(step.check, course.evidence), values, course)
    return {
        "wants": registry.wants(step.check),
        "blanks": blanks,
        "groups": _grouped(blanks),
        **_preview(course, step.check, sent, blanks),
        "last": last,
        "earlier": answers[:SHOWN],
        "answers": len(answers),
        "earns": points.of_steps(course.lab).get(step.name, 0),
        **_prediction(course, step, last),
    }


def _prediction(course: Course, step: Step, last: Answer | None) -> dict[str, Any]:
    """What was expected and what came of it, where the step asks for that; `is_told`: no need to say it was stored."""
    if not isinstance(step.check, PredictAsked):
        return {}
    calibration = predictions.calibration(course.person)  # first: it holds them against the runs that ended
    made = predictions.of_step(course.person, course.lab.slug, step.name)
    is_told = bool(made) and made[0].value is not None
    just_stored = last is not None and last.passed and not is_told  # its message says what is expected
    return {
        "is_prediction": True,
        "predictions": [one for one in made if one.counts or (one is made[0] and not just_stored)],
        "is_told": is_told and last is not None and last.passed,
        "earned": max((one.answer.points for one in made), default=0),
        "waits": predict.answerer(step.check),
        "calibration": calibration,
    }


def _preview(course: Course, asked: Asked, sent: Sent, blanks: Sequence[Filled]) -> dict[str, Any]:
    """For a text: how it will be read, and what one's runs have for it."""
    if not registry.previews(asked):
        return {}
    chosen = next((one.value for one in blanks if one.blank.name == LAB), "")
    evidence = course.evidence.labs.get(chosen) if chosen else None
    return {
        "previews": True,
        "previewed": sent.previewed,
        "preview": sent.preview,
        "pieces": list(reading.pieces(sent.preview)) if sent.preview else [],
        "counts": reading.counts(sent.preview) if sent.preview else [],
        "stock": stock.of(evidence) if evidence else [],
    }


def _filled(blanks: Sequence[Blank], values: Mapping[str, str], course: Course) -> list[Filled]:
    """The lab that was chosen in an earlier step is chosen here too."""
    return [Filled(blank, values.get(blank.name) or _chosen(blank, course)) for blank in blanks]


def _chosen(blank: Blank, course: Course) -> str:
    if blank.name != LAB:
        return ""
    return blank.options[0] if len(blank.options) == 1 else course.chosen(blank.name)


def _grouped(filled: Iterable[Filled]) -> list[tuple[str, list[Filled]]]:
    """(name of the group, its blanks) in order; what stands alone has no name."""
    return [(name, list(each)) for name, each in groupby(filled, key=lambda one: one.blank.group)]


def nearest(course: Course, asked: str, last: int) -> int:
    """The number of the step asked for, or of the nearest there is; without one, `last` unless that is closed."""
    if asked.isascii() and asked.isdecimal():
        return min(max(int(asked[:6]), 1), len(course.places))
    known = 1 <= last <= len(course.places) and course.places[last - 1].state != CLOSED
    return last if known else course.number


def looked_at(course: Course, step: Step) -> None:
    """Note that an open step was opened."""
    if course.places[step.number - 1].state != CLOSED:
        course.reach(step)
