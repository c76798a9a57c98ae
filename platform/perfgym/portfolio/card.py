"""A story card as it is read and spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfgym.charts import words
from perfgym.portfolio.models import Entry
from perfgym.portfolio.story import Story

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
    """Of the result of the entry's run it needs the keys in SAID."""

    entry: Entry
    story: Story

    @property
    def measured(self) -> str:
        return measured(self.entry.run.result)

    @property
    def parts(self) -> Sequence[Part]:
        """All five, the unwritten ones too."""
        return [
            Part(name, getattr(self.story, field).strip(), self.measured if field == "result" else "")
            for field, name in NAMES.items()
        ]

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
