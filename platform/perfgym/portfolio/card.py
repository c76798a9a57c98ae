"""A story card as it is read and spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from perfgym.charts import words
from perfgym.checks.evidence import Evidence
from perfgym.checks.texts import references
from perfgym.checks.texts.references import Filled, Known
from perfgym.portfolio.models import Entry
from perfgym.portfolio.story import PARTS, Story
from perfgym.runs import own
from perfgym.runs.models import Run

SAID = ("verdict", "reason", "ratio", "interval", "guards", "metric", "before", "after", "answers_wrong",
        "cpu_ms_before", "cpu_ms_after")  # fmt: skip  # of a result: what the card says of it
WORDS_A_MINUTE = 140  # of somebody who speaks calmly
TWO_MINUTES = 120  # seconds; a listener has questions by then
NAMES = {
    "situation": "Situation",
    "task": "Task",
    "action": "Action",
    "result": "Result",
    "trade_off": "Trade-off",
}


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it; `measured` only in the result."""

    name: str
    text: str
    measured: str = ""


@dataclass(frozen=True)
class Card:
    """Of the result of the entry's run it needs the keys in SAID; where `has_references` it needs all of `run`."""

    entry: Entry
    story: Story
    run: Run | None = None

    @property
    def measured(self) -> str:
        return measured(self.entry.run.result)

    @property
    def parts(self) -> Sequence[Part]:
        """All five, the unwritten ones too."""
        return [
            Part(name, self._filled[field].text.strip(), self.measured if field == "result" else "")
            for field, name in NAMES.items()
        ]

    @property
    def unknown(self) -> Sequence[str]:
        """What is wrong with references that stand for nothing, a sentence each."""
        return list(dict.fromkeys(one.words for each in self._filled.values() for one in each.unknown))

    @cached_property
    def _filled(self) -> Mapping[str, Filled]:
        known = _known(self.run) if self.run is not None and has_references(self.story) else None
        texts = {field: getattr(self.story, field) for field in PARTS}
        return {
            field: references.filled(text, known) if known else Filled(text, (), ()) for field, text in texts.items()
        }

    @property
    def seconds(self) -> int:
        """How long it takes to say, at WORDS_A_MINUTE; in steps of five."""
        count = sum(len(f"{part.text} {part.measured}".split()) for part in self.parts)
        return 5 * round(12 * count / WORDS_A_MINUTE)

    @property
    def length(self) -> str:
        """ "1 min 40 s"."""
        minutes, seconds = divmod(self.seconds, 60)
        return " ".join(
            [*([f"{minutes} min"] if minutes else []), *([f"{seconds} s"] if seconds or not minutes else [])]
        )

    @property
    def is_long(self) -> bool:
        return self.seconds > TWO_MINUTES

    @property
    def longest(self) -> str:
        """The name of the part with the most words."""
        return max(self.parts, key=lambda part: len(part.text.split())).name


def has_references(story: Story) -> bool:
    """Whether a number of the run may have to be filled in."""
    return any("{{" in getattr(story, field) for field in PARTS)


def _known(run: Run) -> Known | None:
    return Known(Evidence(), own.compared(run)) if run.result.get("interval") else None


def measured(said: Mapping[str, Any]) -> str:
    """What a comparison showed, as one says it: the verdict, then the figure behind it."""
    sentence = words.result_sentence(said)
    parts = [f"{sentence[:1].upper()}{sentence[1:]}.", _moved(said)]
    if said.get("answers_wrong") == 0 and said.get("ratio"):
        parts.append("Every answer stayed the same.")
    return " ".join(part for part in parts if part)


def _moved(said: Mapping[str, Any]) -> str:
    if said.get("metric") == "cpu":
        what, before, after = "CPU time of a request", said.get("cpu_ms_before"), said.get("cpu_ms_after")
    else:
        what, before, after = "median", *((said.get(arm) or {}).get("p50") for arm in ("before", "after"))
    if not before or not after:
        return ""
    unit, scale = words.unit_for(max(before, after), "ms")
    return f"The {what} went from {words.number(before * scale)} to {words.number(after * scale)} {unit}."
