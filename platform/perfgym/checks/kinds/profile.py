"""`profile`: a prioritised list of fixes, held against the CPU profile that the learner has recorded.

A fix is about one function of the app: its share of the CPU, with the library code that it calls; what changing it is
expected to save; and what could go wrong. The functions must be those with the most, the most first, as far as the
number of samples can tell them apart. No fix can save more than its function has (Amdahl 1967).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from perfgym.charts import words
from perfgym.charts.functions import Row
from perfgym.checks import loadtests, profiled, typed
from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.kind import Blank, Given, Kind, Result, Shape
from perfgym.checks.loadtests import AsksLoadTest

UNIT = "% of the CPU"
ROUNDING = 0.5  # percentage points: a share is written without decimals
RISK_WORDS = 3
RECORD = "Choose “a CPU profile” under “record in the next run”, run your load test, then check again."


class ProfileAsked(AsksLoadTest):
    """A list of fixes. `users`, `seconds` and so on say which load tests with a CPU profile count."""

    kind: Literal["profile"]
    fixes: Annotated[int, Field(strict=True, ge=1, le=5)] = Field(
        default=3, description="a whole number from 1 to 5: how many fixes are listed"
    )
    samples: Annotated[int, Field(strict=True, ge=100, le=50_000)] = Field(
        default=500, description="a whole number from 100: at least so many samples; there are 100 a second of CPU"
    )


@dataclass(frozen=True)
class Fix:
    """A row of the list; share and saving in per cent of all CPU."""

    rank: int
    row: Row
    share: float
    saving: float


def wants(asked: ProfileAsked) -> str:
    listed = "the worst function" if asked.fixes == 1 else f"the {asked.fixes} fixes that come first"
    return (
        f"From the CPU profile of your load test, list {listed}: the function of the app, its share “with library "
        "code”, how much of all CPU you expect a change of it to save, and what could go wrong. The most first."
    )


def blanks(asked: ProfileAsked, evidence: Evidence) -> tuple[Blank, ...]:
    test = _newest(asked, evidence)
    options = profiled.choices(profiled.functions(test)) if test else ()
    return tuple(blank for rank in range(1, asked.fixes + 1) for blank in _row(rank, options))


def _row(rank: int, options: tuple[str, ...]) -> tuple[Blank, ...]:
    group = f"Fix {rank}"
    return (
        Blank(f"function{rank}", "The function", Shape.CHOICE, options=options, most=400, group=group),
        Blank(f"share{rank}", "Its share", Shape.NUMBER, unit=UNIT, most=typed.MOST, group=group),
        Blank(f"saving{rank}", "What you expect to save", Shape.NUMBER, unit=UNIT, most=typed.MOST, group=group),
        Blank(f"risk{rank}", "What could go wrong", Shape.LINE, group=group),
    )


def check(asked: ProfileAsked, given: Given, evidence: Evidence) -> Result:
    test = _newest(asked, evidence)
    if test is None:
        return Result(False, _missing(asked, evidence))
    found = profiled.functions(test)
    where = f"the profile of your {loadtests.called(test)}, {found[0].whole:,} samples" if found else ""
    if len(found) < asked.fixes:
        return Result(False, f"Your profile saw fewer than {asked.fixes} functions of the app at work. {RECORD}")
    fixes = [_fix(rank, given, {row.function.title: row for row in found}) for rank in range(1, asked.fixes + 1)]
    read = [one for one in fixes if isinstance(one, Fix)]
    problem = next((one for one in fixes if isinstance(one, str)), None)
    problem = problem or _repeated(read) or _order(read, found, where) or _amounts(read, where)
    return Result(False, problem) if problem else Result(True, _passed(read, where))


def _newest(asked: ProfileAsked, evidence: Evidence) -> LoadTest | None:
    """The newest test that counts and whose profile has samples enough."""
    tests = loadtests.fitting(asked, evidence)
    return next((test for test in tests if profiled.samples(test) >= asked.samples), None)


def _missing(asked: ProfileAsked, evidence: Evidence) -> str:
    """Why no profile counts, and what to do."""
    tests = loadtests.fitting(asked, evidence)
    recorded = next((test for test in evidence.load_tests if profiled.samples(test)), None)
    if recorded and recorded not in tests:
        lacks = ". It ".join(loadtests.lacks(asked, recorded))
        return f"Your newest CPU profile is of a load test that {lacks}. Record another one, then check again."
    if not tests:
        return f"{loadtests.missing(asked, evidence)} It must record a CPU profile. {RECORD}"
    most = max(profiled.samples(test) for test in tests)
    if not most:
        return f"None of your load tests that count has recorded a CPU profile. {RECORD}"
    return (
        f"Your largest CPU profile has {most:,} samples; at least {asked.samples:,} are asked for, since few samples "
        "cannot tell two functions apart. Run a longer test, or one with more users, and record its CPU profile."
    )


def _fix(rank: int, given: Given, known: Mapping[str, Row]) -> Fix | str:
    """One row of the list, or what is wrong with it."""
    row = known.get(given[f"function{rank}"])
    if row is None:
        return f"Fix {rank} names no function of your newest profile. Choose one of the list."
    numbers = {}
    for name, what in (("share", "its share"), ("saving", "what you expect to save")):
        number = typed.number(given[f"{name}{rank}"].strip().removesuffix("of the CPU"), "%")
        if number is None or not 0 <= number <= 100:
            return f"Fix {rank}, {what}: write a number from 0 to 100 without a unit, with a point for decimals: 12.5"
        numbers[name] = number
    if len(given[f"risk{rank}"].split()) < RISK_WORDS:
        return (
            f"Fix {rank}: say in a few words what could go wrong when that function is changed, for example which "
            "answers could differ, and when."
        )
    return Fix(rank, row, **numbers)


def _repeated(fixes: Sequence[Fix]) -> str:
    names = [fix.row.function.title for fix in fixes]
    twice = next((name for name in names if names.count(name) > 1), "")
    return f"“{twice}” stands there twice. Each fix is about another function." if twice else ""


def _order(fixes: Sequence[Fix], found: Sequence[Row], where: str) -> str:
    """A function whose place another one should have. Which one is not said."""
    for fix in fixes:
        if profiled.less(fix.row, found[fix.rank - 1]):
            return (
                f"“{fix.row.function.title}” does not belong in place {fix.rank} by {where}: other functions have "
                "more, by more than chance. On the profile's page show “the app's own code”, sort it by “with library "
                "code”, and read from the top."
            )
    return ""


def _amounts(fixes: Sequence[Fix], where: str) -> str:
    for fix in fixes:
        allowed = 100 * profiled.half_width(fix.row) + ROUNDING
        name = fix.row.function.title
        if abs(fix.share - 100 * fix.row.charged_share) > allowed:
            return (
                f"Fix {fix.rank}: {fix.share:g} % was compared with the share of “{name}” in {where}. It is further "
                f"off than chance would have it ({allowed:.1f} percentage points). Read the share “with library code”."
            )
        if not 0 < fix.saving <= fix.share + allowed:
            return (
                f"Fix {fix.rank}: you expect to save {fix.saving:g} % of the CPU by changing a function that has "
                f"{fix.share:g} %. A change saves more than nothing and at most what its function has, less what will "
                "do the same work instead (Amdahl's law). Think about what remains, and write that down."
            )
    return ""


def _passed(fixes: Sequence[Fix], where: str) -> str:
    """What the list comes to: kept with the answer, to be set beside the measured gain."""
    saved = min(99.0, sum(fix.saving for fix in fixes))
    first = 1 / (1 - min(99.0, fixes[0].saving) / 100)
    said = f"Your list agrees with {where}. If you are right, the first fix makes it {words.factor(first)} as fast"
    if len(fixes) == 1:
        return f"{said}. Measure it, and see."
    return f"{said}, and all of them together {words.factor(100 / (100 - saved))}. Measure one at a time, and see."


KIND = Kind(ProfileAsked, wants, blanks, check)
