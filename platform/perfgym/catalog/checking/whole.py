"""A guide as a whole: long enough to teach, short enough for an evening, with hints where something is asked."""

from perfgym.catalog.checking.place import shown
from perfgym.catalog.checking.prose import words
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.problems import Problem, Severity
from perfgym.catalog.manifest.lab import HINTS

SHORT = 10  # minutes: a lab that only shows how things work
STEPS = (5, 9)
WORDS = (1_500, 3_000)


def problems(lab: Lab) -> list[Problem]:
    return [] if lab.minutes <= SHORT else [*_steps(lab), *_length(lab), *_hints(lab)]


def _steps(lab: Lab) -> list[Problem]:
    few, many = STEPS
    if few <= len(lab.steps) <= many:
        return []
    count = f"{len(lab.steps)} step{'' if len(lab.steps) == 1 else 's'}"
    return [_warning(lab, "guide", 1, f"the guide has {count}; between {few} and {many} are good to follow")]


def _length(lab: Lab) -> list[Problem]:
    total, (few, many) = sum(len(words(step.body)) for step in lab.steps), WORDS
    if few <= total <= many:
        return []
    said = f"the guide has {total:,} words without its code; between {few:,} and {many:,} teach a lab of an hour or so"
    return [_warning(lab, "guide", 1, said)]


def _hints(lab: Lab) -> list[Problem]:
    """A prediction needs none: nobody can be wrong yet."""
    return [
        _warning(
            lab,
            f"guide/{step.name}.md",
            1,
            f"this step has a check and {len(step.hints)} of {HINTS} hints: a nudge, the place, nearly the answer",
        )
        for step in lab.steps
        if step.check is not None and step.check.kind != "predict" and len(step.hints) < HINTS
    ]


def _warning(lab: Lab, path: str, line: int, message: str) -> Problem:
    return Problem(shown(lab, path), line, message, Severity.WARNING)
