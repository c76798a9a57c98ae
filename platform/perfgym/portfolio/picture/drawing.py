"""What stands in the picture of an entry, and in that of a portfolio, as SVG."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from perfgym.charts import inlay, looks, pair_strip, width, words
from perfgym.measure.rule import Verdict
from perfgym.portfolio.picture.sheet import HIGH, INSIDE, MARGIN, MONO, WIDE, drawable, lines, svg, text

Draw = Callable[[], str]

_STRIP = 1.75  # times the size that it has on a page: a picture in a feed is looked at from afar
_LISTED = 4
_FOOT = HIGH - 44


def entry(title: str, who: str, result: Mapping[str, Any], ratios: Sequence[float]) -> str:
    """The claim in words and the pair strip. `ratios`: after / before of each pair."""
    claim, certainty = claimed(result)
    low, high = result["interval"]
    strip, height = inlay(pair_strip(ratios, low, high, result["ratio"]), INSIDE / _STRIP)
    large = lines(claim, 88, 2)
    y = 188.0
    parts = [_line(title, 96, 34), *(_claim(each, y + 92 * at, result) for at, each in enumerate(large))]
    y += 92 * (len(large) - 1) + 60
    parts.append(_line(certainty, y, 34))
    top = max(y + 28, _FOOT - 52 - height * _STRIP)
    parts.append(f'<g transform="translate({MARGIN} {top:g}) scale({_STRIP})">{strip}</g>')
    counted = f"{result['pairs']:,} pairs, {result['answers_wrong']:,} of {result['answers_checked']:,} answers wrong"
    return svg([*parts, *_foot(who, counted)])


def portfolio(who: str, results: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """The name, and the claim of each result under its title, as many as fit."""
    parts = [text(who, 150, 72, bold=True)]
    count = f"{len(results)} result{'' if len(results) == 1 else 's'}, each with its evidence"
    parts.append(_line(count, 206, 34))
    for at, (title, result) in enumerate(results[:_LISTED]):
        y = 284 + 74 * at
        parts.append(f'<line x1="{MARGIN}" x2="{WIDE - MARGIN}" y1="{y - 44}" y2="{y - 44}" stroke="{looks.RULE_2}"/>')
        claim = claimed(result)[0]
        room = INSIDE - width.of(claim, 34) - 48
        parts.append(text(claim, y, 34, _colour(result), bold=True))
        parts.append(text(title, y, 30, looks.INK_2, x=WIDE - MARGIN, anchor="end", room=room))
    return svg([*parts, *_foot("", f"and {len(results) - _LISTED} more" if len(results) > _LISTED else "")])


def claimed(result: Mapping[str, Any]) -> tuple[str, str]:
    """("2.4x faster", "certain between 2.2x and 2.6x, with the same answers")"""
    sentence = words.result_sentence(result)
    judged = result.get("verdict") in (Verdict.FASTER, Verdict.SLOWER)
    claim, _, certainty = sentence.partition(", " if judged else ": ")
    same = ", with the same answers" if judged and result.get("answers_wrong") == 0 else ""
    return f"{claim[:1].upper()}{claim[1:]}", f"{certainty}{same}"


def _claim(line: str, y: float, result: Mapping[str, Any]) -> str:
    return text(line, y, 88, _colour(result), bold=True)


def _colour(result: Mapping[str, Any]) -> str:
    return looks.AFTER if result.get("verdict") == Verdict.FASTER else looks.INK


def _line(said: str, y: float, size: float) -> str:
    return text(drawable(said), y, size, looks.INK_2)


def _foot(left: str, right: str) -> list[str]:
    mark = text("perfgym", _FOOT, 28, looks.INK, x=WIDE - MARGIN, bold=True, family=MONO, anchor="end")
    beside = " · ".join(filter(None, (left, right)))
    return [text(beside, _FOOT, 28, looks.INK_2), mark]
