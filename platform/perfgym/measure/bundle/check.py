"""Does a bundle's raw data say what the bundle says?"""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perfgym.measure.bundle.again import guarded
from perfgym.measure.bundle.consistency import kept_as_gated, slices_as_requested, wrong_answers
from perfgym.measure.bundle.content import MANIFEST, SIGNATURE, Content, read
from perfgym.measure.errors import BadReference, BadSamples
from perfgym.measure.gates import Reason
from perfgym.measure.look import Look, look
from perfgym.measure.points import points
from perfgym.measure.rule import ALPHA, Metric

TOLERANCE = 1e-9  # relative: another machine's logarithm may differ in its last digit


def verify(data: bytes) -> list[str]:
    """Everything that is wrong with a bundle, in words; an empty list is a bundle that holds. Who signed it is no part.

    Raises BadBundle for a file that cannot be read at all.
    """
    return problems(read(data))


def problems(content: Content) -> list[str]:
    """The same of a bundle that was read."""
    return [*_digests(content), *slices_as_requested(content), *_verdict(content)]


def _digests(content: Content) -> Iterator[str]:
    stated = content.manifest.get("sha256")
    if not isinstance(stated, dict):
        yield f"{MANIFEST} lists no digests."
        return
    actual = {
        name: hashlib.sha256(member).hexdigest()
        for name, member in content.members.items()
        if name not in (MANIFEST, SIGNATURE)
    }
    for name in sorted(stated.keys() | actual.keys()):
        if stated.get(name) != actual.get(name):
            yield f"{name[:80]} is not the one that {MANIFEST} lists."


def _verdict(content: Content) -> Iterator[str]:
    said = content.verdict
    wrong = wrong_answers(content)
    if wrong and said.get("reason") is None:
        yield f"{wrong} answers of after differ from those of before, and the verdict does not say so."
    try:
        metric = Metric(str(said.get("asked")))
        alpha = _number(said.get("alpha"), "alpha")
        if not 0 < alpha <= ALPHA:
            yield f"alpha is {alpha!r}; at most {ALPHA} may be spent."
            return
        found = look(content.segments, metric, alpha=alpha)
        yield from kept_as_gated(content, found.gated.dropped)
        yield from _numbers(content, found)
    except (BadSamples, BadReference, ValueError, OverflowError) as error:
        yield f"The verdict cannot be computed again: {error}"


def _numbers(content: Content, found: Look) -> Iterator[str]:
    said, judged = content.verdict, found.judgement
    if said.get("reason") is not None:
        yield from _refused(content)
        return
    if judged is None:
        yield f"The verdict is {said.get('verdict')!r}, but the gates say {found.reason or Reason.TOO_NOISY}."
        return
    interval = said.get("interval")
    low, high = interval if isinstance(interval, list) and len(interval) == 2 else (None, None)
    reference = _number(said.get("reference_ratio"), "reference_ratio")
    found_of = guarded(content) or []
    broken = any(one.broken for one in found_of)
    yield from _guards(said.get("guards") or [], [one.stated() for one in found_of])
    pairs = {
        "verdict": (said.get("verdict"), judged.verdict.value),
        "metric": (said.get("metric"), judged.metric.value),
        "ratio": (said.get("ratio"), judged.ratio),
        "interval's low end": (low, judged.low),
        "interval's high end": (high, judged.high),
        "points": (said.get("points"), 0 if broken else points(judged, reference)),
        "segments": (said.get("segments"), judged.segments),
    }
    for name, (claim, truth) in pairs.items():
        if not _same(claim, truth):
            verb = "are" if name.endswith("s") else "is"
            yield f"The {name} {verb} said to be {str(claim)[:80]}; the raw data give {truth}."


def _guards(claimed: object, true: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each limit and what was found of it."""
    if not isinstance(claimed, list) or [_guard(one) for one in claimed] != [one["guard"] for one in true]:
        yield "The guards are not those whose limits are stated."
        return
    for claim, truth in zip(claimed, true, strict=True):
        for name, value in truth.items():
            if not _same(claim.get(name), value):
                yield f"The guard {truth['guard']} says {name} {str(claim.get(name))[:80]}; the raw data give {value}."


def _guard(claim: object) -> object:
    return claim.get("guard") if isinstance(claim, dict) else None


def _refused(content: Content) -> Iterator[str]:
    """Whatever the reason, a refused run claims nothing."""
    said = content.verdict
    if said.get("points") != 0:
        yield f"There are {str(said.get('points'))[:80]} points for a run without a verdict."
    if said.get("verdict") in ("faster", "slower"):
        yield f"The verdict is {said['verdict']}, and yet there is a reason not to give one."


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadSamples(f"{name} is {str(value)[:80]!r}, not a number.")
    return float(value)


def _same(claim: object, truth: object) -> bool:
    if isinstance(truth, float):
        return isinstance(claim, int | float) and math.isclose(_number(claim, "claim"), truth, rel_tol=TOLERANCE)
    return type(claim) is type(truth) and claim == truth
