"""The claim of an entry, taken apart: what is said large, and how certain it is."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from perfgym.charts import words
from perfgym.measure.rule import Verdict


class Headline(NamedTuple):
    """`claim` is marked as what "after" does; `rest` completes the sentence; `certainty` is a sentence of its own."""

    claim: str
    rest: str
    certainty: str


def of(result: Mapping[str, Any]) -> Headline:
    sentence = words.result_sentence(result)
    if result.get("verdict") in (Verdict.FASTER, Verdict.SLOWER):
        claim, _, certainty = sentence.partition(", ")
        return Headline(claim, ", with the same answers.", f"{certainty.capitalize()}.")
    claim, _, certainty = sentence.partition(": ")
    return Headline(f"{claim.capitalize()}.", "", f"{certainty.capitalize()}." if certainty else "")
