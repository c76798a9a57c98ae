"""Numbers and verdicts as people say them: units always, at most three significant digits."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from perfgym.measure.rule import Judgement, Verdict

LEAST = 0.000001  # below it a number is only called small: nothing here is measured more finely
_UNITS: Sequence[Sequence[str]] = (("ms", "s"), ("bytes", "kB", "MB", "GB"))  # each a thousand of the one before


def number(value: float, digits: int = 3) -> str:
    """At most `digits` significant digits, without needless zeros; thousands are grouped."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "-"
    if abs(value) < LEAST:
        return f"<{LEAST:.6f}"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{rounded:,.{max(0, places)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(value: float, unit: str = "") -> str:
    """A number with its unit, in the size that reads best: "142 ms", "1.23 s" for 1230 ms, "50 ms" for 0.05 s."""
    best, scale = unit_for(value, unit)
    return f"{number(value * scale)} {best}".rstrip()


def change(before: float, after: float, unit: str = "") -> str:
    """Before and after in one unit: "142 → 59 ms"."""
    best, scale = unit_for(max(before, after), unit)
    return f"{number(before * scale)} → {number(after * scale)} {best}".rstrip()


def unit_for(value: float, unit: str) -> tuple[str, float]:
    """The unit in which a value reads best, and the factor to it: 0.05 s is 50 ms, 1230 ms is 1.23 s."""
    family = next((units for units in _UNITS if unit in units), (unit,))
    at, scale = family.index(unit), 1.0
    while abs(value * scale) >= 999.5 and at + 1 < len(family):
        at, scale = at + 1, scale / 1000
    while 0 < abs(value * scale) < 0.9995 and at > 0:
        at, scale = at - 1, scale * 1000
    return family[at], scale


def factor(times: float) -> str:
    """How often one goes into the other: "2.4x"; close to one with three digits: "1.04x"."""
    if times < 1.495:
        return f"{times:.2f}x"
    return f"{times:.1f}x" if times < 9.95 else f"{number(times, 2)}x"


def sentence(judgement: Judgement) -> str:
    """The claim: "2.4x faster, certain between 2.2x and 2.6x"."""
    return result_sentence(
        {"verdict": judgement.verdict, "ratio": judgement.ratio, "interval": [judgement.low, judgement.high]}
    )


def result_sentence(result: Mapping[str, Any]) -> str:
    """The claim of a stored result with verdict, ratio and interval (after divided by before), and what it cost."""
    return f"{_claim(result)}{_over(result)}"


def _claim(result: Mapping[str, Any]) -> str:
    verdict, ratio, interval = result.get("verdict"), result.get("ratio"), result.get("interval")
    if not ratio or not interval:
        return _REFUSED.get(str(result.get("reason") or verdict), "no verdict")
    low, high = interval
    match verdict:
        case Verdict.FASTER:
            middle, least, most = factors(1 / ratio, 1 / high, 1 / low)
            return f"{middle} faster, certain between {least} and {most}"
        case Verdict.SLOWER:
            middle, least, most = factors(ratio, low, high)
            return f"{middle} slower, certain between {least} and {most}"
        case Verdict.NO_MEASURABLE_CHANGE:
            return f"no measurable change: {_range(low, high, 'certain between')}"
        case Verdict.INCONCLUSIVE:
            return f"inconclusive: {_range(low, high, 'somewhere between')}"
    return f"not certain yet: {_range(low, high, 'so far between')}"


def _over(result: Mapping[str, Any]) -> str:
    """That a faster version costs more than the lab allows."""
    broken = [_COSTS[one["guard"]] for one in result.get("guards") or () if one["broken"]]
    return f"; but {' and '.join(broken)}, so it earns no points" if broken and result.get("ratio") else ""


_COSTS = {
    "error_rate": "too many of its requests failed",
    "write_latency": "its writes take too long",
    "write_latency_p95": "its slowest writes take too long",
    "index_bytes": "its indexes take too much room",
}
_REFUSED = {
    "wrong_answers": "no verdict: an answer differs from the original's",
    "lost_writes": "no verdict: something written was not there afterwards",
    "too_many_failures": "no verdict: too many requests failed",
    "baseline_failures": "no verdict: the original version failed",
    "too_noisy": "no verdict: the machine was too noisy",
    "off_pace": "no verdict: the load could not be kept up",
}


def factors(*times: float) -> Sequence[str]:
    """As `factor`: two digits where they tell the numbers apart and are far from one, else three."""
    short = [factor(each) for each in times]
    if min(times) >= 1.5 and len(set(short)) == len(short):
        return short
    return [f"{each:.2f}x" if each < 10 else f"{number(each)}x" for each in times]


def _range(low: float, high: float, between: str) -> str:
    if high < 1:
        least, most = factors(1 / high, 1 / low)
        return f"{between} {least} and {most} faster"
    if low > 1:
        least, most = factors(low, high)
        return f"{between} {least} and {most} slower"
    return f"{between} {_side(1 / low, 'faster')} and {_side(high, 'slower')}"


def _side(times: float, word: str) -> str:
    """Small changes read better in per cent than as a factor: "3.1 % faster"."""
    if times >= 1.2:
        return f"{factor(times)} {word}"
    share = 1 - 1 / times if word == "faster" else times - 1
    return f"{number(100 * share, 2)} % {word}"
