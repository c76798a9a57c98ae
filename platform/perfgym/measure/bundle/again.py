"""A bundle's verdict computed again from its raw data alone."""

from typing import Any

from perfgym.measure import guards
from perfgym.measure.bundle import writes
from perfgym.measure.bundle.content import Content, numbers
from perfgym.measure.errors import BadSamples
from perfgym.measure.guards import Guarded
from perfgym.measure.look import look
from perfgym.measure.points import points
from perfgym.measure.rule import ALPHA, Metric

FIELDS = (*numbers(None), "guards", "points")


def said(content: Content) -> dict[str, Any]:
    """What the bundle states, of that which follows from the raw data."""
    return {name: content.verdict.get(name) for name in FIELDS}


def verdict(content: Content) -> dict[str, Any]:
    """The same fields from the raw data: gates, rule and points, with the alpha and the reference that are stated.

    A run that was refused for its answers or its end has none of them. Raises BadSamples, BadReference.
    """
    stated = content.verdict
    if stated.get("reason") is not None:
        return {**dict.fromkeys(FIELDS), "verdict": stated.get("verdict"), "points": 0}
    found = look(content.segments, Metric(stated["asked"]), alpha=float(stated.get("alpha", ALPHA)))
    judged = found.judgement
    if judged is None:
        return {**dict.fromkeys(FIELDS), "verdict": found.reason, "points": 0}
    found_of = guarded(content)
    earned = 0 if any(one.broken for one in found_of or ()) else points(judged, float(stated["reference_ratio"]))
    told = None if found_of is None else [one.stated() for one in found_of]
    return {**numbers(judged), "guards": told, "points": earned}


def guarded(content: Content) -> list[Guarded] | None:
    """The limits that the bundle states, held against its raw data; None where it states none. Raises BadSamples."""
    limits = content.verdict.get("guard_limits")
    if not isinstance(limits, dict) or not limits:
        return None
    told = {str(name): _limit(limit) for name, limit in limits.items()}
    alpha = float(content.verdict.get("alpha", ALPHA))
    return guards.judge(told, writes.of(content.requests), content.segments, content.index_bytes, alpha)


def _limit(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadSamples(f"A guard's limit is {str(value)[:80]!r}, not a number.")
    return float(value)
