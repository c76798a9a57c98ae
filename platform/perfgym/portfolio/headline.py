"""The claim of an entry, taken apart: what it is about, how much, and how sure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from perfgym.charts import words
from perfgym.measure.rule import Verdict


class Headline(NamedTuple):
    """`subject` is the entry's title, `claim` what came of it, `certainty` a sentence of its own."""

    subject: str
    claim: str
    certainty: str
    is_gain: bool

    @property
    def sentence(self) -> str:
        """All of it on one line: "Book page: 2.4x faster. Certain between 2.2x and 2.6x, ..." """
        return f"{self.subject}: {self.claim}. {self.certainty}"


def of(title: str, result: Mapping[str, Any], host: Mapping[str, Any]) -> Headline:
    """`result` as a run keeps it, and what is known of the machine it was measured on."""
    sentence, verdict = words.result_sentence(result), result.get("verdict")
    if verdict in (Verdict.FASTER, Verdict.SLOWER):
        claim, _, certainty = sentence.partition(", ")
    else:
        claim, _, certainty = sentence.partition(": ")
    where = _cores(host.get("cores"))
    parts = [certainty, "with the same answers" if result.get("answers_wrong") == 0 else "", where]
    said = ", ".join(part for part in parts if part)
    return Headline(title, claim, f"{said[:1].upper()}{said[1:]}." if said else "", verdict == Verdict.FASTER)


def _cores(cores: object) -> str:
    return f"on {cores} core{'' if cores == 1 else 's'}" if isinstance(cores, int) else ""
