"""The page of a learner's own load test: both latencies, and whether the generator was the limit."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from perfgym.runs import generator
from perfgym.runs.models import Kind, Run, State
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
SECOND = {"t": 1, "users": 80, "rps": 2000.0, "fails": 0.0, "p50": 28.0, "p95": 49.0, "cpu": 0.35, "lag": 11.0}
FIGURES = {"count": 30, "rps": 30.0, "fails": 0, "p50": 4.4, "p95": 10.5, "p99": 12.0}
INTENDED = {"intended_p50": 4.6, "intended_p95": 731.0, "intended_p99": 920.0}
PACED = {"begun": 400, "intended": 500, "begun_per_second": 40.0, "sentence": "Only 400 of 500 began."}


def shown(**result: Any) -> str:
    """The page as its owner sees it."""
    owner = factories.person("ada")
    run = Run(owner=owner, kind=Kind.EXPLORE, state=State.FINISHED, lab=factories.LAB, lab_digest="0")
    context = {"run": run, "lab": run.current_lab(), "user": owner, "result": {**FIGURES, **result}}
    return render_to_string("runs/run.html", context)


def test_paced_arrivals_show_both_latencies_and_what_was_missed() -> None:
    html = shown(**INTENDED, arrivals=PACED)
    assert "from the request’s own start" in html  # noqa: RUF001 - as it is typeset
    assert "from when it should have started" in html
    assert "731 ms" in html
    assert "400 of 500 began, 40 / s" in html
    assert "Only 400 of 500 began." in html


def test_a_stored_run_from_before_has_one_latency_and_no_word_on_the_generator() -> None:
    html = shown()
    assert "10.5 ms" in html
    assert "should have started" not in html
    assert "generator" not in html


def test_80_closed_loop_users_make_the_generator_the_limit() -> None:
    html = shown(**INTENDED, arrivals=None, generator=generator.judge([SECOND] * 4, {"processes": 1}, None))
    assert "The load generator was the limit, not the application" in html
    assert "note-warn" in html
    assert "should have started" not in html
