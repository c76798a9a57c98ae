"""The self-test's table: what is kept of a session, and what is said of many."""

from pathlib import Path
from typing import Any

from perfgym.console import sessions


def session(outcome: str, ratio: float | None, points: int = 0, **more: Any) -> sessions.Session:
    interval = [ratio - 0.02, ratio + 0.02] if ratio else None
    made = {"kind": "cpu", "effect": 0.9, "noisy": False, "driver": "docker", "outcome": outcome, "ratio": ratio}
    return {**made, "interval": interval, "points": points, "measured_seconds": 12.0, "elapsed_seconds": 15.0, **more}


def test_a_campaign_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "campaign.jsonl"
    assert sessions.read(path, "cpu", 0.9, False) == []
    kept = [session("faster", 0.9, 30), session("inconclusive", 0.94)]
    for one in (*kept, session("faster", 0.5, 100, effect=0.5), session("faster", 0.9, noisy=True)):
        sessions.append(path, one)
    assert sessions.read(path, "cpu", 0.9, False) == kept


def test_the_summary_counts_outcomes_and_seconds() -> None:
    found = sessions.summary([session("faster", 0.9, 30), session("faster", 0.92, 25), session("too_noisy", None)])
    assert (found["sessions"], found["scored"]) == (3, 2)
    assert found["outcomes"] == {"faster": 2, "too_noisy": 1}
    assert found["ratio"] == {"least": 0.9, "median": 0.91, "most": 0.92}
    assert found["measured_seconds"] == {"mean": 12.0, "most": 12.0}
    said = sessions.in_words("cpu", 0.9, False, found)
    assert "3 sessions: 2 faster, 1 too_noisy; 2 scored" in said


def test_a_line_shows_a_session_without_a_ratio_too() -> None:
    assert "0.900 (0.880 to 0.920)" in sessions.line(session("faster", 0.9))
    assert sessions.line(session("too_noisy", None)).startswith("too_noisy")
