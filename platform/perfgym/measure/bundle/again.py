"""A bundle's verdict computed again from its raw data alone."""

from typing import Any

from perfgym.measure.bundle.content import Content, numbers
from perfgym.measure.look import look
from perfgym.measure.points import points
from perfgym.measure.rule import ALPHA, Metric

FIELDS = (*numbers(None), "points")


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
    return {**numbers(judged), "points": points(judged, float(stated["reference_ratio"]))}
