"""The lab `baseline` with real pods: three short runs of one's own, a band, and the run by PerfGym that judges it."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.checks import figures
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Judged
from perfgym.runs import isolation
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.work import Worker
from perfgym.sandbox import drivers, slots
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.measures, pytest.mark.django_db(transaction=True)]
SETTINGS: dict[str, Any] = {"users": 4, "spawn_rate": 4, "seconds": 3, "tags": [], "profile": "none"}
SHORT = {"users": 4, "seconds": 2, "requests": 10, "times": 3}


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The lab as it is, but that its band rests on three short runs; the people of other tests are no strangers."""
    monkeypatch.setattr(isolation, "second_person", lambda: ("", ""))
    known = library.default()
    found = known.lab("baseline")
    steps = [
        replace(step, check=step.check.model_copy(update=SHORT)) if step.check and step.check.kind == "band" else step
        for step in found.steps
    ]
    short = replace(found, steps=tuple(steps))
    monkeypatch.setattr(library, "default", lambda: replace(known, labs={**known.labs, found.slug: short}))
    return short


def band(ada: Person, lab: Lab, wide: float) -> dict[str, str]:
    """Around one's own repeats, so many times as wide as they lie apart (at least a twentieth)."""
    given = {}
    for figure in ("p95", "rps"):
        values = [figures.value(test, figure) or 0.0 for test in Course(ada, lab).evidence.load_tests]
        apart = max(max(values) - min(values), max(values) / 20)
        given[f"{figure}-from"] = f"{max(0.0, min(values) - (wide - 1) / 2 * apart):.4f}"
        given[f"{figure}-to"] = f"{max(values) + (wide - 1) / 2 * apart:.4f}"
    return given


def test_a_band_is_judged_by_a_run_that_perfgym_makes(lab: Lab) -> None:
    ada = factories.person()
    worker = Worker("w", drivers.choose("process"), slots.measuring_slot())
    for _ in range(3):
        Run.ask(ada, lab, Kind.EXPLORE, SETTINGS, uuid4())
        assert worker.serve_one()
    own = list(Run.objects.own(ada))
    assert [(run.state, run.reason) for run in own] == [(State.FINISHED, "")] * 3, [run.message for run in own]
    course = Course(ada, lab)
    step = next(step for step in lab.steps if step.name == "60-band")
    for before in lab.steps[: step.number - 1]:
        course.skip(before)
    given = band(ada, lab, 1.9)
    waiting = course.answer(step, given)
    assert waiting.state == Judged.WAITING, waiting.message
    assert worker.serve_one()
    answer = Answer.objects.get(pk=waiting.pk)
    fresh = Run.objects.get(kind=Kind.TRIAL)
    assert (fresh.state, fresh.reason) == (State.FINISHED, ""), fresh.message
    assert {"GET /books", "GET /search"} <= {row["name"] for row in fresh.result["by_name"]}
    assert fresh.settings == SETTINGS
    busy = fresh.result["generator"]["limited"]
    assert answer.state == (Judged.NOT if busy else Judged.YES)
    ends = {name: (float(given[f"{name}-from"]), float(given[f"{name}-to"])) for name in ("p95", "rps")}
    inside = all(low <= fresh.result[name] <= high for name, (low, high) in ends.items())
    assert answer.passed == (inside and not busy), answer.message
