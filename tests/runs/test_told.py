"""What becomes of a run whose runner writes good lines, bad lines, and lines in a wrong order."""

from typing import Any

import pytest

from perfgym.runs.models import Evidence, Run, ScoreEvent, State
from tests.runs import told

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def refused(run: Run, says: str) -> None:
    """The run failed, and nothing of what its runner told is in the database."""
    assert (run.state, run.reason, run.points) == (State.FAILED, "bad_result", 0)
    assert says in run.message
    assert (run.result.get("count", 0), run.result.get("series", []), run.result.get("pairs", 0)) == (0, [], 0)
    assert run.result.get("answers_checked", 0) == 0
    assert not Evidence.objects.exists()
    assert not ScoreEvent.objects.exists()


def test_good_lines_become_numbers() -> None:
    run = told.explore(*told.WHOLE)
    assert (run.state, run.reason, run.message) == (State.FINISHED, "", "")
    assert (run.result["count"], run.result["verified"]) == (2, False)
    assert [(row["t"], row["p95"], "by_name" in row) for row in run.result["series"]] == [(1, 2.0, False)]
    assert run.result["notes"] == [{"text": "It ran its 10 seconds.", "warns": False}]
    assert Evidence.objects.filter(run=run).exists()
    assert not ScoreEvent.objects.exists()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([*told.WHOLE, told.SUMMARY], "after the summary"),
        ([*told.WHOLE, told.SECOND], "after the summary"),
        ([told.SECOND, {**told.SECOND, "t": 0}], "second 0 comes after second 1"),
        ([told.SECOND, told.RAW], "has no name"),
        ([told.NAME, told.NAME], "index"),
        ([told.SECOND, {"op": "part", "t": 1}], "unknown kind"),
        ([told.SECOND, {"t": 1}], "unknown kind"),
        ([told.SECOND, b"plain words"], "not JSON"),
        ([{**told.SECOND, "op": ["second"]}], "unknown kind"),
        ([told.SECOND, {"op": "problem", "reason": "too_noisy", "message": "free points"}], "unknown kind"),
    ],
)
def test_a_bad_line_leaves_nothing_of_a_load_test(lines: list[Any], says: str) -> None:
    refused(told.explore(*lines), says)


def test_lines_without_a_summary_are_no_result() -> None:
    run = told.explore(told.SECOND, told.NAME, told.RAW)
    assert (run.state, run.reason) == (State.FAILED, "incomplete_result")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"op":"turn","ms":NaN}', "NaN is not a number"),
        ({"op": "turn", "i": 4, **told.TURN}, "where turn 3 was next"),
        ({"op": "turn", "i": 3, **told.TURN, "start": 0.5}, "before the turn before it"),
        ({"op": "turn", "i": 3, **told.TURN, "ms": -1}, "“ms” is not between"),
        ({"op": "lag", "p95_ms": 0}, "answers “lag” to “turn”"),
        ({}, "answers “None” to “turn”"),
    ],
    ids=str,
)
def test_a_bad_line_leaves_nothing_of_a_comparison(line: Any, says: str) -> None:
    refused(told.compare(line), says)


def test_what_an_app_prints_can_always_be_stored() -> None:
    """A NUL is no text for PostgreSQL; here it comes in the app's output and in the message."""
    run = told.explore(told.SECOND, {"op": "not_ready", "detail": "no"})
    assert run.reason == "readiness_timeout"
    assert "hello from the app\N{REPLACEMENT CHARACTER}" in run.tail


def test_notes_say_what_was_capped_and_what_to_mend() -> None:
    names = [{"op": "name", "index": index, "name": f"GET /{index}"} for index in range(200)]
    run = told.explore(
        {"op": "note", "code": "accepts_all", "value": 7},
        told.SECOND,
        *names,
        {"op": "name", "index": 200, "name": "other"},
        told.RAW,
        {"op": "note", "code": "users_capped", "value": 5_000},
        {**told.SUMMARY, "ended": "shape", "duration": 3.25, "raw_dropped": 12},
    )
    said = "\n".join(note["text"] for note in run.result["notes"])
    for part in (
        "ended after 3.2 of 10 seconds: your load shape",
        "accept every answer: the block with catch_response at line 7",
        "asked for 5,000 users; 200 is the most",
        "more than 200 names",
        "12 more were sent",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("code", "says"), [(0, "Its own verdict: passed (exit code 0)."), (3, "failed (exit code 3)"), (None, None)]
)
def test_a_test_says_its_own_verdict(code: int | None, says: str | None) -> None:
    run = told.explore(*told.WHOLE[:-1], told.SUMMARY if code is None else {**told.SUMMARY, "exit_code": code})
    assert run.result["exit_code"] == code
    notes = [note["text"] for note in run.result["notes"]]
    assert len(notes) == (1 if says is None else 2)
    assert says is None or says in notes[1]
