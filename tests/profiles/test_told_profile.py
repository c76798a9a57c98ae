"""What a profiler tells is hostile: it is kept only where it can be true, and never touches the load test itself."""

from typing import Any

import pytest

from perfgym.charts import folded
from perfgym.runs.models import Evidence, Run, State
from perfgym.runs.profile import Profile
from tests.runs import told

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PROFILE: dict[str, Any] = {"op": "profile", "samples": 90, "errors": 2, "left_out": 0, "seconds": 9.5}
STACKS: dict[str, Any] = {"op": "stacks", "text": "serve (a.py:1);hot (a.py:5) 60\nserve (a.py:1) 30\n"}
DONE = {"op": "done"}


def kept(run: Run) -> Profile | None:
    return Profile.out_of(bytes(Evidence.objects.get(run=run).bundle))


def test_a_profile_is_kept_whole_and_its_hot_path_shown() -> None:
    run = told.profile(PROFILE, STACKS, {**STACKS, "text": "other (b.py:2) 1\n"}, DONE)
    assert run.state == State.FINISHED
    assert run.result["count"] == 2
    shown = run.result["profile"]
    assert (shown["samples"], shown["errors"], shown["seconds"], shown["problem"]) == (90, 2, 9.5, "")
    assert shown["hot"]["name"] == "hot"
    assert [row["name"] for row in shown["top"]] == ["hot", "serve", "other"]
    profile = kept(run)
    assert profile is not None
    assert profile.folded == STACKS["text"] + "other (b.py:2) 1\n"


@pytest.mark.parametrize(
    "lines",
    [
        [b"not json"],
        [b'{"op":"profile","samples":NaN}'],
        [{**PROFILE, "samples": -1}, STACKS, DONE],
        [{**PROFILE, "samples": 10**17}, STACKS, DONE],
        [{**PROFILE, "seconds": 1e9}, STACKS, DONE],
        [{**PROFILE, "highest": "much"}, STACKS, DONE],
        [STACKS, PROFILE, DONE],
        [PROFILE, DONE],
        [PROFILE, PROFILE, STACKS, DONE],
        [PROFILE, {"op": "stacks", "text": 5}, DONE],
        [PROFILE, {"op": "stacks", "text": "x" * 300_000}, DONE],
        [PROFILE, *[{"op": "stacks", "text": "x" * 250_000}] * 20, DONE],
        [{"op": "failed"}],
        [{"op": "failed", "message": "x" * 3_000}],
        [{"op": "what"}],
    ],
    ids=range(15),
)
def test_a_line_that_no_profiler_writes_leaves_the_run_without_a_profile(lines: list[Any]) -> None:
    run = told.profile(*lines)
    assert (run.state, run.reason, run.result["count"]) == (State.FINISHED, "", 2)
    assert "cannot be a result" in run.result["profile"]["problem"]
    assert run.result["profile"]["hot"] is None
    profile = kept(run)
    assert profile is not None
    assert profile.folded == ""


def test_why_there_is_none_is_told() -> None:
    run = told.profile({"op": "failed", "message": "The profiler saw no Python code at work."})
    assert run.result["profile"]["problem"] == "The profiler saw no Python code at work."


def test_an_app_that_ends_before_its_profile_is_taken_loses_only_that() -> None:
    run = told.profile(PROFILE, ends=True)
    assert run.state == State.FINISHED
    assert run.result["profile"]["problem"].startswith("The app had ended")


def test_stacks_that_are_nonsense_are_kept_and_shown_as_nothing() -> None:
    run = told.profile(PROFILE, {"op": "stacks", "text": "\ufffe;;; nonsense\n<b> x\n"}, DONE)
    assert run.result["profile"]["problem"] == ""
    assert run.result["profile"]["hot"] is None
    assert folded.read(kept(run).folded).dropped == 2  # type: ignore[union-attr]


def test_no_profile_is_recorded_unless_it_is_asked_for() -> None:
    run = told.explore(*told.WHOLE)
    assert "profile" not in run.result
    assert kept(run) is None
