"""Every lab passes the static check; every lab with a score judges as it says.

Whether it does is believed where labs/calibrated.json says so of the lab, app and harness as they are now. A lab that
has changed is measured in a short form: its reference, and a cheat of each reason. The long form, which also
writes the record: perfgym labs calibrate --record.
"""

import os
from collections.abc import Mapping

import pytest

from perfgym.catalog import library
from perfgym.catalog.checking import report
from perfgym.catalog.lab import Lab
from perfgym.console import calibrated, calibration
from perfgym.measure.rule import Verdict
from perfgym.sandbox import drivers

LABS, APPS = library.ROOT / "labs", library.ROOT / "sandbox_apps"
FOUND = library.read(LABS, APPS)
SCORED = [slug for slug, lab in FOUND.labs.items() if lab.scored_by]


@pytest.mark.parametrize("slug", [*FOUND.labs, *FOUND.broken_labs])
def test_it_passes_the_check(slug: str) -> None:
    done = report.check(LABS, APPS, [slug])
    assert not done.errors, "\n".join(map(str, done.problems))


def test_skills_tracks_and_apps_pass_the_check() -> None:
    done = report.check(LABS, APPS)
    assert not done.errors, "\n".join(map(str, done.problems))


def test_the_record_is_of_labs_that_there_are() -> None:
    assert set(calibrated.read(LABS)) <= set(FOUND.labs)


@pytest.mark.measures
@pytest.mark.timeout(600)
@pytest.mark.parametrize("slug", SCORED)
def test_it_judges_as_it_says(slug: str) -> None:
    lab = FOUND.lab(slug)
    known = calibrated.current(calibrated.read(LABS), lab)
    for driver, found in known.items():
        assert list(calibration.problems(found)) == [], driver
    if not known:
        judges(lab)


def judges(lab: Lab) -> None:
    """The short form, for real."""
    driver = drivers.choose(os.environ.get("PERFGYM_SANDBOX"))

    def measured(what: str, edits: Mapping[str, bytes]) -> tuple[str, int]:
        outcome = calibration.measured(lab, driver, what, edits, lambda _: None)
        return calibration.said(outcome), outcome.points

    verdict, points = measured("the reference", lab.reference())
    assert verdict == Verdict.FASTER
    assert points > 0
    for reason, cheat in {cheat.reason: cheat for cheat in lab.cheats()}.items():
        assert measured(f"the cheat {cheat.name}", cheat.files) == (reason, 0), cheat.name
