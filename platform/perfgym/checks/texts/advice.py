"""What a recommendation has to say: what it costs, what can go wrong, and what happens if nothing is done."""

import re
from collections.abc import Iterator
from enum import StrEnum

from perfgym.checks.texts import sections


class Said(StrEnum):
    """A part that a recommendation may be asked to have."""

    COST = "cost"
    RISK = "risk"
    INACTION = "inaction"


HEADING = "recommend"
AMOUNT = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|half\s+an?|an?|no)"
_TIME = r"(?:hours?|days?|weeks?|months?|sprints?)"
LOOKED_FOR = {
    Said.COST: re.compile(
        rf"[€$£]\s?\d|\b\d[\d,.]*\s?(?:€|\$|£|euros?\b|dollars?\b|pounds?\b|francs?\b|eur\b|usd\b|gbp\b|chf\b)"
        rf"|\b{AMOUNT}(?:\s*\((?:assumed|estimated?)\))?[\s-]+(?:\w+[\s-]+){{0,2}}{_TIME}\b",
        re.IGNORECASE,
    ),
    Said.RISK: re.compile(r"\brisks?\b|\brisky\b|\bcould go wrong\b|\bmay go wrong\b|\bmight break\b", re.IGNORECASE),
    Said.INACTION: re.compile(
        r"\b(?:do(?:es|ing)?\s+nothing|nothing\s+is\s+done|nothing\s+changes|if\s+we\s+(?:wait|do\s+not|don[\u2019']t|leave)"
        r"|without\s+(?:it|this|the\s+(?:change|fix))|leave\s+it|left\s+as\s+it\s+is|otherwise)\b",
        re.IGNORECASE,
    ),
}
LACKS = {
    Said.COST: "states no cost. Say how many days or how much money it takes, and mark the number: 2 days (estimate)",
    Said.RISK: "says nothing about the risk. Say what could go wrong, and what is done about it",
    Said.INACTION: "does not say what happens if nothing is done. Add a sentence: If we do nothing, ...",
}


def lacks(text: str, wanted: tuple[Said, ...]) -> Iterator[str]:
    """What is wrong with the recommendation of a text, as sentences."""
    if not wanted:
        return
    section = sections.about(text, HEADING)
    if section is None:
        yield "No heading speaks of a recommendation, so nobody knows what you ask for. Add one: ## Recommendation."
        return
    for one in wanted:
        if not LOOKED_FOR[one].search(section.body):
            yield f"What stands under “{section.title}” {LACKS[one]}."
