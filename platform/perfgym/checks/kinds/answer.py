"""`answer`: a number or a choice that the learner reads from their own evidence, compared with that evidence.

The right value stands nowhere in the lab. It is that of the newest load test (or comparison) that counts, and may be
missed by as much as repeats of it differ.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from perfgym.charts import words
from perfgym.checks import figures, typed
from perfgym.checks.evidence import Compared, Evidence, LoadTest
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape
from perfgym.checks.loadtests import AsksLoadTest, Name, called, fitting, missing

VALUE = "value"
FIGURES = {"p50": "median", "p95": "95th percentile", "p99": "99th percentile", "rps": "requests a second"}
FIGURES |= {"cpu_ms": "CPU time a request", "queries": "queries a request"}
UNITS = {"p50": "ms", "p95": "ms", "p99": "ms", "cpu_ms": "ms", "rps": "requests a second", "queries": "queries"}
OF_COMPARISON = ("p50", "p95", "p99", "cpu_ms", "queries")
OF_LOAD_TEST = ("p50", "p95", "p99", "rps")


class AnswerAsked(AsksLoadTest):
    """A question that one's own runs answer. `users`, `seconds` and so on say which load tests count."""

    kind: Literal["answer"]
    question: Annotated[str, Field(min_length=1, max_length=300)] = Field(description="one sentence that asks for it")
    ask: Literal["value", "ratio", "highest", "lowest"] = Field(
        default="value",
        description="value (of `figure`), ratio (`name` divided by `against`), highest or lowest (which name it is)",
    )
    figure: Literal["p50", "p95", "p99", "rps", "cpu_ms", "queries"] = Field(
        description="p50, p95, p99 or rps; of a comparison also cpu_ms or queries (a request)"
    )
    source: Literal["load_test", "before", "after"] = Field(
        default="load_test", description="load_test, or before or after: the two versions of the last comparison"
    )
    name: Name | None = Field(default=None, description="the requests of this name only, such as /books")
    against: Name | None = Field(default=None, description="with `ask: ratio`: the name that `name` is divided by")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.ask == "ratio") != (self.against is not None) or (self.ask == "ratio" and self.name is None):
            raise ValueError("`ask: ratio` needs `name` and `against`, and nothing else takes `against`")
        if self.source != "load_test" and (self.ask != VALUE or self.name is not None):
            raise ValueError("a comparison answers `ask: value` of all its requests only")
        if self.figure not in (OF_LOAD_TEST if self.source == "load_test" else OF_COMPARISON):
            raise ValueError(f"`figure: {self.figure}` is not there for `source: {self.source}`")
        return self


def wants(asked: AnswerAsked) -> str:
    return asked.question


def blanks(asked: AnswerAsked, evidence: Evidence) -> tuple[Blank, ...]:
    if asked.ask in ("highest", "lowest"):
        found = fitting(asked, evidence)
        return (Blank("answer", "Name of the request", Shape.CHOICE, options=tuple(found[0].names) if found else ()),)
    unit = "times" if asked.ask == "ratio" else UNITS[asked.figure]
    return (Blank("answer", "Your answer", Shape.NUMBER, unit=unit, most=typed.MOST),)


def check(asked: AnswerAsked, given: Given, evidence: Evidence) -> Result:
    if asked.source != "load_test":
        return _of_comparison(asked, given["answer"], evidence)
    tests = fitting(asked, evidence)
    if not tests:
        return Result(False, missing(asked, evidence))
    if asked.ask in ("highest", "lowest"):
        return _chosen(asked, given["answer"], tests[0])
    found = [(test, number) for test in tests if (number := _value(asked, test)) is not None]
    if not found or found[0][0] is not tests[0]:
        return Result(False, f"Your {called(tests[0])} has no such figure: {_named(asked)}. Add it, and run again.")
    numbers = [number for _, number in found]
    share = figures.tolerance([test for test, _ in found], numbers, asked.figure)
    return _stated(asked, given["answer"], numbers[0], share, f"your {called(tests[0])}")


def _value(asked: AnswerAsked, test: LoadTest) -> float | None:
    """What is asked for, of one test."""
    top = figures.value(test, asked.figure, asked.name)
    if asked.ask != "ratio" or top is None:
        return top
    bottom = figures.value(test, asked.figure, asked.against)
    return top / bottom if bottom else None


def _stated(asked: AnswerAsked, text: str, expected: float, share: float, where: str) -> Result:
    unit = "times" if asked.ask == "ratio" else UNITS[asked.figure]
    given = typed.number(text, unit)
    if given is None:
        return Result(False, f"“{text.strip()}” is not a number. Write only digits, with a point for decimals: 12.5")
    what = f"{_named(asked)} in {where}"
    if figures.near(given, expected, share):
        return Result(
            True, f"Recorded was {words.figure(expected, unit)}, {what}; up to {100 * share:.0f} % off counts."
        )
    return Result(
        False,
        f"{given:g} {unit} was compared with {what}. It lies further away than repeats of that run would "
        f"({100 * share:.0f} %). Open the run's own page, read the figure there, mind the unit, and check again.",
    )


def _chosen(asked: AnswerAsked, name: str, test: LoadTest) -> Result:
    values = {each: number for each in test.names if (number := figures.value(test, asked.figure, each)) is not None}
    if len(values) <= 1:
        return Result(False, f"Your {called(test)} has requests of one name only. Add another task, and run again.")
    order = sorted(values, key=lambda each: values[each], reverse=asked.ask == "highest")
    share = figures.tolerance([test], [values[order[0]]], asked.figure)
    if figures.near(values[order[1]], values[order[0]], share):
        return Result(False, f"In your {called(test)} two names lie too close to tell them apart. Run a longer test.")
    what = f"the {FIGURES[asked.figure]} by name in your {called(test)}"
    if name == order[0]:
        return Result(True, f"That agrees with {what}.")
    return Result(
        False, f"“{name}” was compared with {what}, and it is another one. Open the run's page and look again."
    )


def _of_comparison(asked: AnswerAsked, text: str, evidence: Evidence) -> Result:
    side = [each for each in evidence.comparisons if _arm(asked, each)]
    if not side:
        return Result(False, "Nothing of yours was judged yet in this lab. Press Measure my change, wait, check again.")
    last = side[0]
    expected, width = _arm(asked, last)[0], last.high / last.low - 1 if last.low else 0.0
    share = min(figures.MOST, max(figures.LEAST, width / 2))
    return _stated(asked, text, expected, share, f"your comparison of {last.at:%H:%M} UTC ({asked.source})")


def _arm(asked: AnswerAsked, compared: Compared) -> Sequence[float]:
    """The figure of the version asked about, or nothing."""
    values = compared.before if asked.source == "before" else compared.after
    return [values[asked.figure]] if asked.figure in values else []


def _named(asked: AnswerAsked) -> str:
    """The figure in words."""
    said = f"the {FIGURES[asked.figure]}"
    if asked.name:
        said += f" of {asked.name}"
    return f"{said} divided by that of {asked.against}" if asked.against else said


KIND = Kind(AnswerAsked, wants, blanks, check)
