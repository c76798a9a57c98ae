"""`compare`: a measured comparison of the learner's own has the verdict that the step is about."""

from typing import Annotated, Literal

from pydantic import Field

from perfgym.checks.evidence import Compared, Evidence
from perfgym.checks.kind import Asked, Given, Kind, Result, none_to_fill

SAID = {
    "faster": "faster",
    "no_measurable_change": "no measurable change",
    "any": "anything but inconclusive",
}
CERTAIN = ("faster", "slower", "no_measurable_change")


class CompareAsked(Asked):
    """A comparison that was judged."""

    kind: Literal["compare"]
    verdict: Literal["faster", "no_measurable_change", "any"] = Field(
        default="faster", description="faster, no_measurable_change, or any (but inconclusive)"
    )
    ratio: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        default=None, description="a number between 0 and 1: after divided by before must be at most this"
    )


def wants(asked: CompareAsked) -> str:
    least = f", at least {1 / asked.ratio:.2g} times" if asked.ratio else ""
    return f"Measure your change. The verdict that this step asks for is: {SAID[asked.verdict]}{least}."


def check(asked: CompareAsked, given: Given, evidence: Evidence) -> Result:
    if not evidence.comparisons:
        return Result(False, "Nothing of yours was judged yet in this lab. Press Measure my change, wait, check again.")
    fit = [each for each in evidence.comparisons if _fits(asked, each)]
    if fit:
        return Result(True, f"Your comparison of {fit[0].at:%H:%M} UTC says: {fit[0].sentence}.")
    last = evidence.comparisons[0]
    return Result(
        False,
        f"Your comparison of {last.at:%H:%M} UTC says: {last.sentence}. {wants(asked)} "
        "Change your version, measure again, then check again.",
    )


def _fits(asked: CompareAsked, compared: Compared) -> bool:
    if any(one["broken"] for one in compared.result.get("guards") or ()):
        return False
    verdict = compared.verdict in CERTAIN if asked.verdict == "any" else compared.verdict == asked.verdict
    return verdict and (asked.ratio is None or compared.ratio <= asked.ratio)


KIND = Kind(CompareAsked, wants, none_to_fill, check)
