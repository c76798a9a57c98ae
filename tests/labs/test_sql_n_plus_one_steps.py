"""The steps of the lab are passed with what a real load test of the shop as it is shows, and with nothing else."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.charts import plans
from perfgym.checks import registry
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Asked, Result
from perfgym.console.local import local_job
from perfgym.runs import own
from perfgym.runs.exploration import explore
from perfgym.runs.loadsettings import settings_of
from perfgym.runs.models import Kind, Run
from perfgym.workspaces.models import digest_of_all
from tests.checks import wrong

pytestmark = [pytest.mark.measures, pytest.mark.timeout(300)]
SETTINGS = {"users": 10, "spawn_rate": 10, "seconds": 10}


@pytest.fixture(scope="module")
def lab() -> Lab:
    return library.default().lab("sql-n-plus-one")


@pytest.fixture(scope="module")
def shown(lab: Lab) -> Evidence:
    """What a learner has who followed the second step: its two tasks, against the unchanged shop."""
    settings = settings_of(SETTINGS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PERFGYM_SANDBOX", "process")
        edits = {"locustfile.py": lab.files["guide/traffic.py"]}
        outcome = local_job(lab, edits, lambda kind, data: None, settings, explore)
    assert outcome.reason is None, outcome.message
    run = Run(kind=Kind.EXPLORE, result=outcome.result, settings=settings, change=digest_of_all({}))
    run.created_at = datetime.now(UTC)
    files = zipfile.ZipFile(io.BytesIO(outcome.bundle))
    kept = {name: files.read(name) for name in files.namelist()}
    return Evidence(load_tests=(replace(own.load_test(run), files=kept),))


def judge(lab: Lab, step: str, given: Mapping[str, str], evidence: Evidence) -> Result:
    return registry.judge(asked(lab, step), given, evidence)


def asked(lab: Lab, step: str) -> Asked:
    found = next(one for one in lab.steps if one.name == step).check
    assert found is not None
    return found


def test_the_baseline_counts(lab: Lab, shown: Evidence) -> None:
    assert judge(lab, "20-baseline", {}, shown).passed
    assert not judge(lab, "20-baseline", {}, Evidence()).passed


def test_the_ratio_of_the_two_pages_is_found(lab: Lab, shown: Evidence) -> None:
    medians = {row["name"]: row["p50"] for row in shown.load_tests[0].result["by_name"]}
    ratio = medians["GET /books"] / medians["GET /books/ID"]
    assert judge(lab, "30-count", {"answer": f"{ratio:.2f}"}, shown).passed
    wrong.refused(asked(lab, "30-count"), shown, ratio)


def test_the_plan_of_a_rating_is_read(lab: Lab, shown: Evidence) -> None:
    reading = of_reviews(shown.load_tests[0].files)
    right = {"scan": reading.raw["Node Type"], "estimated": f"{reading.expected:g}", "rows": f"{reading.rows:g}"}
    passed = judge(lab, "35-plan", right, shown)
    assert passed.passed, passed.message
    for name in ("estimated", "rows"):
        for text in wrong.plausible(float(right[name])):
            assert not judge(lab, "35-plan", {**right, name: text}, shown).passed
    assert not judge(lab, "35-plan", {**right, "scan": "Seq Scan"}, shown).passed


def of_reviews(files: Mapping[str, bytes]) -> Any:
    """The step that reads the reviews, in the plan of the statement that computes a rating."""
    told = json.loads(files["statements.json"])["arms"]["own"]["statements"]
    rating = next(one for one in told if one["text"].startswith("SELECT avg(stars)") and one.get("plan"))
    steps = plans.read(rating["plan"]["json"]).steps
    return next(step for step in steps if step.raw.get("Relation Name") == "reviews")
