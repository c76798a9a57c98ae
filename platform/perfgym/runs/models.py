"""Runs, the evidence and the points that came out of them."""

from perfgym.runs.run import HELD, OPEN, Kind, Run, RunQuerySet, State
from perfgym.runs.score import ScoreEvent
from perfgym.runs.stored_evidence import Evidence

__all__ = ["HELD", "OPEN", "Evidence", "Kind", "Run", "RunQuerySet", "ScoreEvent", "State"]
