"""How long a guide is, and how hard to read."""

import re
from dataclasses import dataclass

from perfgym.catalog.checking.fences import prose
from perfgym.catalog.lab import Lab

WORD = re.compile(r"\w[\w'-]*")
NOT_READ = re.compile(r"`[^`\n]*`|\]\([^)]*\)|<[^>\n]*>|\{\{[^{}\n]*\}\}|^\s*\|.*$|^\s*#+.*$", re.MULTILINE)
ADDRESS, QUOTED = re.compile(r"\]\([^)]*\)"), re.compile(r"\{\{[^{}\n]*\}\}")
SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n\s*\n|\n\s*(?=[-*]|\d+\.)")
VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Length:
    """`grade`: years at school that a reader needs, after Flesch and Kincaid (1975)."""

    steps: int
    words: int
    grade: float


def words(text: str) -> list[str]:
    """Those of a page without its code blocks and its addresses; a quote of a figure is one word."""
    return WORD.findall(ADDRESS.sub("]", QUOTED.sub(" 1 ", prose(text))))


def length(lab: Lab) -> Length:
    """Of all pages of a guide."""
    bodies = [step.body for step in lab.steps]
    return Length(len(bodies), sum(len(words(body)) for body in bodies), round(grade("\n\n".join(bodies)), 1))


def grade(text: str) -> float:
    """Flesch-Kincaid grade of prose in English: 0.39 words a sentence + 11.8 syllables a word - 15.59; 0 without words.

    Source: Kincaid et al., Derivation of new readability formulas, 1975. Syllables are groups of vowels, which is right
    for four words in five and near enough in the sum. Tables, headings, code and quotes of figures are left out.
    """
    plain = NOT_READ.sub(" ", prose(text))
    read = [word.lower() for word in WORD.findall(plain) if word[0].isalpha()]
    sentences = sum(1 for part in SENTENCE.split(plain) if WORD.search(part))
    if not read:
        return 0.0
    return 0.39 * len(read) / max(1, sentences) + 11.8 * sum(map(syllables, read)) / len(read) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    return max(1, len(VOWELS.findall(word)) - silent)
