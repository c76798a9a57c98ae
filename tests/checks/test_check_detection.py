"""A load test is judged by what it says of a good app and of faulty ones."""

from typing import Any

import pytest

from perfgym.checks import registry
from perfgym.checks.kind import Result
from perfgym.checks.trial import OWN, NotJudged, Tried
from tests.checks import trialled, wrong
from tests.checks.trialled import verdict
from tests.checks.wrong import evidence

FAULTS = [
    {"name": name, "noticed": f"{name} was seen.", "missed": f"{name} was not seen."}
    for name in ("slow", "error", "empty", "leak")
]
ASKED = {"faults": FAULTS, "least": 3}
GOOD = ("good app", "good app again")


def asked() -> Any:
    return wrong.asked("detection", **ASKED)


def concluded(*, good: tuple[int, int] = (0, 0), **codes: int | Tried) -> Result | NotJudged:
    """With these exit codes on the good app and on each fault; 1 where none is given."""
    tried = {name: verdict(name, code) for name, code in zip(GOOD, good, strict=True)}
    for fault in FAULTS:
        found = codes.get(fault["name"], 1)
        tried[fault["name"]] = found if isinstance(found, Tried) else verdict(fault["name"], found)
    return registry.conclude(asked(), {}, evidence(), tried | {k: v for k, v in codes.items() if isinstance(v, Tried)})


def result(found: Result | NotJudged) -> Result:
    assert isinstance(found, Result)
    return found


def test_the_good_app_runs_first_and_last_and_nothing_tells_which_is_which() -> None:
    specs = registry.trials(asked(), {}, evidence())
    assert [spec.fault for spec in specs] == ["", "slow", "error", "empty", "leak", ""]
    assert {spec.locustfile for spec in specs} == {OWN}
    assert len({spec.name for spec in specs}) == 6
    assert not [spec for spec in specs if spec.fault and spec.fault in spec.says]


def test_all_noticed_and_quiet_on_the_good_app_earns_all() -> None:
    found = result(concluded())
    assert (found.passed, found.share) == (True, 1)
    assert found.message.count("noticed. ") == 4


def test_each_one_noticed_earns_its_share_and_each_is_explained() -> None:
    found = result(concluded(leak=0))
    assert (found.passed, found.share) == (True, 0.75)
    assert "Fault 1: noticed. slow was seen." in found.message
    assert "Fault 4: not noticed. leak was not seen." in found.message
    assert not result(concluded(leak=0, slow=0)).passed


@pytest.mark.parametrize(("good", "says"), [((1, 1), "both times"), ((0, 1), "once of two times")])
def test_a_false_alarm_is_refused_whatever_was_noticed(good: tuple[int, int], says: str) -> None:
    found = result(concluded(good=good))
    assert not found.passed
    assert f"{says} (exit code 1): a false alarm" in found.message


def test_a_false_alarm_shows_ones_own_words() -> None:
    found = result(concluded(**{"good app": verdict("good app", 1, fails=3)}))
    assert "3 of 300 requests failed (GET /books: status 500)" in found.message


def test_requests_that_never_reached_the_database_are_made_up() -> None:
    found = result(concluded(**{"good app": verdict("good app", 0, begun=4)}))
    assert not found.passed
    assert "300 good requests to the good app, but the database saw only 4 transactions" in found.message


def test_too_few_requests_say_nothing() -> None:
    assert "sent 12 requests" in result(concluded(**{"good app": verdict("good app", 0, count=12)})).message


def test_a_test_that_comes_to_no_end_on_the_good_app_is_told_why() -> None:
    off = trialled.broken_off("good app", "locustfile_error", "line 3: no such name")
    found = result(concluded(**{"good app": off}))
    assert not found.passed
    assert "line 3: no such name" in found.message


def test_a_faulty_version_that_breaks_the_test_off_was_not_noticed_by_it() -> None:
    found = result(concluded(leak=trialled.broken_off("leak", "limit")))
    assert "Fault 4: not noticed" in found.message


def limited(code: int) -> Tried:
    """A test of the good app whose generator was kept waiting."""
    one = verdict("good app", code)
    assert one.test is not None
    one.test.result["generator"].update(limited=True)
    return one


def test_an_alarm_that_may_be_the_machines_fault_is_not_judged() -> None:
    assert isinstance(concluded(**{"good app": limited(1)}), NotJudged)
    both = result(concluded(good=(0, 1), **{"good app": limited(1)}))
    assert "both times" in both.message


def test_a_restless_machine_does_not_take_away_that_a_test_stayed_quiet() -> None:
    assert result(concluded(**{"good app": limited(0)})).passed
