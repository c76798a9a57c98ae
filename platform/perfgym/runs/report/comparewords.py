"""Why a comparison's verdict is certain, how its points came about, and what it does not say; in sentences."""

import math
from collections.abc import Mapping
from typing import Any

from perfgym.charts.strip import in_words
from perfgym.charts.words import figure, number
from perfgym.measure.margins import MARGIN, ONE_START, SAME
from perfgym.measure.points import ENOUGH, STEP
from perfgym.measure.rule import ALPHA, LOOKS, Verdict

Result = Mapping[str, Any]

LIMITS = (
    "It compares what one request costs, with one user who waits for each answer. How many users the version can serve "
    "at once, and how slow its slowest answers become under load, is not in it: a load test shows that. "
    "Milliseconds are of this machine; on another one they differ, and the ratio somewhat too. A change of less "
    "than about 5 % is not seen."
)


def certainty(result: Result) -> list[str]:
    """Why measuring stopped when it did, and what the interval promises."""
    starts = int(result.get("segments") or 1)
    measured = figure(float(result.get("measured_seconds") or 0), "s")
    after = (
        f"It stopped after {measured} of measuring and {starts} fresh start{'s' if starts > 1 else ''} of both versions"
    )
    low, high = result["interval"]
    match result.get("verdict"):
        case Verdict.FASTER | Verdict.SLOWER as verdict:
            said = [f"{after}, because {_beyond(verdict, low, high)}.", _starts(starts)]
        case Verdict.NO_MEASURABLE_CHANGE:
            said = [
                f"{after}, because the whole interval lies within {number(100 * SAME)} % of “as before”: if there is a "
                "difference, it is smaller than what can be told apart here."
            ]
        case _:
            said = [
                f"{after}, the most a comparison takes ({LOOKS}), and the interval is still too wide, or what one "
                "metric gains the other loses. Nothing is claimed."
            ]
    return [*said, _chance(float(result.get("alpha") or ALPHA))]


def _beyond(verdict: str, low: float, high: float) -> str:
    """Why the interval is enough, by its end that is nearest to "as before"."""
    weak = high if verdict == Verdict.FASTER else low
    gain = "gain" if verdict == Verdict.FASTER else "loss"
    return (
        f"even the cautious end of the interval is {in_words(weak)}, more than the {number(100 * MARGIN)} % that "
        f"are taken for noise: every ratio that is still possible is a {gain}"
    )


def _starts(starts: int) -> str:
    if starts == 1:
        return (
            f"One start was enough because the interval lies more than {number(100 * ONE_START)} % away from “as "
            "before”; no start of identical code was ever that far off."
        )
    return f"No single start decides it: with any one of the {starts} left out, it is still a change the same way."


def _chance(alpha: float) -> str:
    return (
        f"The chance to call identical code changed is held below {number(100 * alpha)} % in each direction, "
        "however often it looks at the numbers while they come in."
    )


def points(result: Result, earned: int) -> list[str]:
    """How the ratio became points."""
    if result.get("verdict") != Verdict.FASTER:
        return ["Points are for a version that is certainly faster. This one earned none, and nothing was taken away."]
    if any(one["broken"] for one in result.get("guards") or ()):
        return ["It is faster, and costs more than this lab allows, as shown below. So it earned no points."]
    reference = float(result["reference_ratio"])
    share = 100 * math.log(float(result["ratio"])) / math.log(reference)
    full = f"{100 * ENOUGH:.0f} %"
    return [
        f"On this machine the reference solution is {in_words(reference)}. Gains are compared on a logarithmic "
        "scale, on which twice as fast is as much again from 1x to 2x as from 2x to 4x.",
        f"Yours reaches {number(share)} % of the reference's gain. {full} of it earn all 100 points, and the rest "
        f"counts in proportion, rounded to steps of {STEP}: {earned} of 100.",
    ]
