"""The lab judges load tests as it says: a real locustfile in real pods.

The short form: the cheats that one short look at the good app is enough for, and one fault for the reference. The
long form is `perfgym labs judge load-and-stress DIR` for the folders of reference, solutions and cheats.
"""

from typing import Any

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.checks.kind import Result
from perfgym.console import trying
from perfgym.sandbox import drivers

SAYS = {
    "always-fails": "a false alarm",
    "made-up-requests": "Report only what was really sent",
    "health-only": "not noticed",
}
FIRST = "made-up-requests"
TRIES = 3

pytestmark = [pytest.mark.measures, pytest.mark.timeout(300)]


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("load-and-stress")


def short(lab: Lab, *faults: str, seconds: int = 6) -> Any:
    """The lab's check with these faults only, a few seconds each."""
    check: Any = trying.step_of(lab).check
    kept = tuple(fault for fault in check.faults if fault.name in faults)
    return check.model_copy(update={"seconds": seconds, "faults": kept, "least": len(kept)})


def said(lab: Lab, asked: Any, files: Any, driver: str) -> Result:
    """The judgement; asked for again where other work on this machine made it say nothing, as a person would."""
    for _ in range(TRIES):
        found = trying.judged(lab, asked, files, drivers.choose(driver), lambda _: None)
        if isinstance(found, Result):
            break
    assert isinstance(found, Result), found.message
    return found


@pytest.mark.bwrap
def test_the_reference_is_quiet_on_the_good_app_and_notices_a_fault(lab: Lab) -> None:
    result = said(lab, short(lab, "broken-category"), lab.reference(), "bubblewrap")
    assert (result.passed, result.share) == (True, 1), result.message
    assert "One category of the catalogue answered with status 500; asking" in result.message


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.spare] * (name != FIRST)) for name in SAYS])
def test_a_cheat_is_refused_with_its_reason(lab: Lab, name: str) -> None:
    cheat = next(cheat for cheat in lab.cheats() if cheat.name == name)
    faults = ("empty-authors",) if name == "health-only" else ()
    result = said(lab, short(lab, *faults, seconds=4), cheat.files, "process")
    assert not result.passed
    assert SAYS[name] in result.message
