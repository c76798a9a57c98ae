"""`predict`: what a learner expects of a run that they have not started yet, as a range and a best guess.

A prediction passes as soon as it can be read: nobody is held up for being wrong. What it earns is decided by the first
run that answers it (`Interval.share`), and only where no run had answered it before; `progress.predictions` does that.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from perfgym.charts import words
from perfgym.checks import figures, loadtests, typed
from perfgym.checks.evidence import Compared, Evidence, LoadTest, named
from perfgym.checks.interval import Interval
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape
from perfgym.checks.loadtests import AsksLoadTest, Name

TIMES, PEAK = "times", "peak_rps"
UNITS = {TIMES: "x", PEAK: "requests a second", "rps": "requests a second", "queries": "queries"}
OF_COMPARISON = (TIMES, "p50", "p95", "p99", "cpu_ms", "queries")
OF_LOAD_TEST = ("p50", "p95", "p99", "rps", PEAK)
HELD = 3  # seconds that a peak must hold
LEAST, MOST = 1e-3, 1e9
TWICE = 2.0  # a range of more than this from end to end is called wide


class PredictAsked(AsksLoadTest):
    """What is to be predicted. With `source: load_test`, `users`, `seconds` and so on say which tests answer it."""

    kind: Literal["predict"]
    question: Annotated[str, Field(min_length=1, max_length=300)] = Field(description="one sentence that asks for it")
    figure: Literal["times", "p50", "p95", "p99", "cpu_ms", "queries", "rps", "peak_rps"] = Field(
        default="times",
        description="times (before divided by after), p50, p95, p99, cpu_ms or queries (a request) of a comparison; "
        "p50, p95, p99, rps or peak_rps (the highest requests a second held for 3 s) of a load test",
    )
    source: Literal["after", "before", "load_test"] = Field(
        default="after", description="after or before: the two versions of a comparison; or load_test"
    )
    name: Name | None = Field(
        default=None, description="the requests of this name only, such as /books; of a comparison times and p50 only"
    )
    verdict: Literal["faster", "any"] = Field(
        default="faster", description="which comparisons answer it: those that are faster, or any that is judged"
    )
    ratio: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        default=None,
        description="a number between 0 and 1: after divided by before is at most this in comparisons that answer it",
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        of_test = self.source == "load_test"
        if self.figure not in (OF_LOAD_TEST if of_test else OF_COMPARISON):
            raise ValueError(f"`figure: {self.figure}` is not there for `source: {self.source}`")
        if self.figure == TIMES and self.source != "after":
            raise ValueError("`figure: times` compares before and after: leave `source` out")
        if self.name and self.figure not in (("p50", "p95", "p99", "rps") if of_test else (TIMES, "p50")):
            raise ValueError(f"`figure: {self.figure}` is not known by name; leave `name` out")
        return self

    @property
    def unit(self) -> str:
        return UNITS.get(self.figure, "ms")


def wants(asked: PredictAsked) -> str:
    return asked.question


def blanks(asked: PredictAsked, evidence: Evidence) -> tuple[Blank, ...]:
    named = (("low", "At least"), ("best", "Best guess"), ("high", "At most"))
    return tuple(Blank(name, label, Shape.NUMBER, unit=asked.unit, most=typed.MOST) for name, label in named)


def check(asked: PredictAsked, given: Given, evidence: Evidence) -> Result:
    """Passed with nothing earned yet, or what is wrong with the three numbers."""
    found = read(asked, given)
    if isinstance(found, str):
        return Result(False, found)
    noted = f"Stored: {in_words(asked, found)}. "
    if answered(asked, evidence):
        later = (
            "You have already made a run that shows this, so it can earn nothing now. It is still set beside the next."
        )
    else:
        later = f"It holds for runs that you start from now on, and {answerer(asked)} answers it."
    wide = " Your range is wide: the narrower it is, the more it says, as long as the result lies inside."
    return Result(True, noted + later + (wide if found.high > TWICE * found.low else ""), share=0.0)


def read(asked: PredictAsked, given: Given) -> Interval | str:
    """The three numbers, or what to do about them."""
    numbers = {}
    for name in ("low", "best", "high"):
        text = given.get(name, "")
        number = typed.number(text, asked.unit)
        if number is None:
            return f"“{text.strip()}” is not a number. Write only digits, with a point for decimals: 12.5"
        if not LEAST <= number <= MOST:
            return f"{number:g} {asked.unit} cannot be what a run shows: write a number above 0."
        numbers[name] = number
    found = Interval(**numbers)
    if not found.low <= found.best <= found.high:
        return (
            f"The three numbers must rise, and {found.low:g}, {found.best:g}, {found.high:g} do not: first at least, "
            "then your best guess, then at most."
        )
    return found


def value(asked: PredictAsked, run: LoadTest | Compared) -> float | None:
    """What a run shows of it, in three significant digits as its page has it; None where it answers nothing."""
    found = _of_test(asked, run) if isinstance(run, LoadTest) else _of_comparison(asked, run)
    return float(f"{found:.3g}") if found and found > 0 else None


def answered(asked: PredictAsked, evidence: Evidence) -> bool:
    """Whether some run answers it."""
    runs = evidence.load_tests if asked.source == "load_test" else evidence.comparisons
    return any(value(asked, run) is not None for run in runs)


def _of_test(asked: PredictAsked, test: LoadTest) -> float | None:
    if asked.source != "load_test" or loadtests.lacks(asked, test):
        return None
    return peak(test.series.get("rps", ())) if asked.figure == PEAK else figures.value(test, asked.figure, asked.name)


def peak(rps: tuple[float, ...]) -> float | None:
    """The highest requests a second that HELD seconds had on average; None for a shorter test."""
    held = [sum(rps[at : at + HELD]) / HELD for at in range(len(rps) - HELD + 1)]
    return max(held, default=None)


def _of_comparison(asked: PredictAsked, compared: Compared) -> float | None:
    if asked.source == "load_test" or (asked.verdict == "faster" and compared.verdict != "faster"):
        return None
    if asked.ratio is not None and compared.ratio > asked.ratio:
        return None
    if asked.name is not None:
        return _named(asked, compared)
    if asked.figure == TIMES:
        return 1 / compared.ratio
    return (compared.before if asked.source == "before" else compared.after).get(asked.figure)


def _named(asked: PredictAsked, compared: Compared) -> float | None:
    known = named(compared.names, asked.name or "")
    if known is None:
        return None
    before, after = known
    if asked.figure == TIMES:
        return before / after if after else None
    return before if asked.source == "before" else after


def answerer(asked: PredictAsked) -> str:
    """Which run it is that answers."""
    if asked.source == "load_test":
        return f"your first load test with {loadtests.described(asked)}"
    if asked.verdict == "any":
        return "your first comparison that is judged"
    least = f" by at least {words.factor(1 / asked.ratio)}" if asked.ratio else ""
    return f"your first comparison that is faster{least}"


def said(asked: PredictAsked, number: float) -> str:
    """One number with its unit: 2.4x, 142 ms."""
    if asked.figure == TIMES:
        return words.factor(number)
    unit = {"ms": "ms", "queries": "queries"}.get(asked.unit, "/ s")
    return words.figure(number, unit)


def in_words(asked: PredictAsked, interval: Interval) -> str:
    """ "2.0x, between 1.5x and 2.5x"."""
    low, best, high = (said(asked, each) for each in (interval.low, interval.best, interval.high))
    return f"{best}, between {low} and {high}"


KIND = Kind(PredictAsked, wants, blanks, check)
