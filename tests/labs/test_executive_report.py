"""The lab executive-report: good pages pass whatever their form; what is not one's own, or no page, is refused."""

from collections.abc import Callable

import pytest

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.checks.evidence import Evidence
from perfgym.checks.texts import figures
from perfgym.checks.texts.figures import Standing
from perfgym.progress.course import Course
from perfgym.progress.models import Answer
from perfgym.runs.models import Run
from perfgym.runs.otherlabs import Labs
from tests import factories
from tests.labs import executive_texts as texts
from tests.labs.executive_texts import Figures

PAGE = "80-page"
STEPS = {
    "20-answer": lambda of: f"The catalogue page answers {of.gain} as fast as before, so please put the change live.",
    "30-meaning": lambda of: f"A page takes {of.after} instead of {of.before}. {texts.MEANING}",
    "40-chart": lambda of: (
        f"![Nearly every request was faster.](chart:{of.key}/pairs)\n\nEach dot is one request that both versions have "
        "answered. Nearly all of them lie on one side, so customers gain on every page and not only on some of them."
    ),
    "50-sure": lambda of: (
        f"You can plan with {of.least}, and more than {of.most} would surprise us. We compared {of.pairs} of requests "
        "and found each answer to be the same. The traffic of a sale was not tried."
    ),
    "60-ask": lambda of: f"## Recommendation\n\n{texts.RECOMMENDATION}",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("executive-report")


@pytest.fixture
def run() -> Run:
    return factories.finished_run(factories.instructor(), ratio=0.42)  # a teacher finds every step open


def handed_in(lab: Lab, person: Person, text: str, step: str = PAGE) -> Answer:
    course = Course(person, lab)
    wanted = next(one for one in lab.steps if one.name == step)
    sent = text.replace("\n", "\r\n")  # as a browser does
    return course.answer(wanted, {"lab": factories.lab().title, "text": sent})


def test_the_reference_earns_the_points_of_the_page(lab: Lab, run: Run) -> None:
    made = handed_in(lab, run.owner, texts.reference(Figures(run)))
    assert made.passed, made.message
    assert made.points == 50


def test_a_page_of_another_form_passes(lab: Lab, run: Run) -> None:
    made = handed_in(lab, run.owner, texts.second(Figures(run)))
    assert made.passed, made.message


@pytest.mark.parametrize("step", STEPS)
def test_each_part_of_the_page_passes_at_its_step(lab: Lab, run: Run, step: str) -> None:
    made = handed_in(lab, run.owner, STEPS[step](Figures(run)), step)
    assert made.passed, made.message
    assert made.points == 10


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (texts.typed_numbers, "Not found in any of your runs: “7.3x”, “3.1 ms”"),
        (texts.spelled_out, "“seventy seconds”"),
        (texts.other_units, "Not found in any of your runs"),
        (texts.swapped, "The wrong way round"),
        (texts.wall, "No heading speaks of a recommendation"),
        (texts.headings_only, "too few"),
        (texts.no_cost, "states no cost"),
        (texts.without_marks, "“40,000”"),
        (texts.no_chart, "A picture from elsewhere"),
    ],
)
def test_what_must_be_refused_is_refused_for_its_reason(
    lab: Lab, run: Run, make: Callable[[Figures], str], words: str
) -> None:
    made = handed_in(lab, run.owner, make(Figures(run)))
    assert not made.passed
    assert words in made.message


def test_numbers_and_charts_of_another_person_are_refused(lab: Lab, run: Run) -> None:
    other = factories.finished_run(factories.instructor(), ratio=0.11)
    made = handed_in(lab, run.owner, texts.reference(Figures(other)))
    assert not made.passed
    assert "Not found in any of your runs" in made.message
    assert "is no chart of a run of yours" in made.message


def test_who_has_measured_nothing_is_told_what_to_do_first(lab: Lab) -> None:
    made = handed_in(lab, factories.instructor(), "A page about nothing.")
    assert not made.passed
    assert "no comparison with a verdict" in made.message


def test_ten_planted_numbers_are_found_and_thirty_true_ones_are_not_accused(run: Run) -> None:
    evidence = Labs(run.owner)[factories.lab().title]
    planted = [
        "7.3x",
        "3 s",
        "81 %",
        "123 ms",
        "990 ms",
        "six times",
        "two seconds",
        "97 percent",
        "77 requests a second",
    ]
    text = " It is ".join(["", *planted, "half a second"]).replace("half a second", "0.5 s")
    found = [one.standing for one in figures.judged(text, evidence, every=True)]
    assert found == [Standing.MISSING] * 10
    true = list(_true(evidence))
    assert len(true) >= 30
    judged = figures.judged(". ".join(true), evidence, every=True)
    assert [one.stated.text for one in judged if one.standing is not Standing.FOUND] == []


def _true(evidence: Evidence) -> list[str]:
    """Rounded, in seconds, as times, as what is left and as what is saved."""
    compared = evidence.comparisons[0]
    said: list[str] = []
    for key in ("p50", "p95", "p99", "cpu_ms"):
        before, after = compared.before[key], compared.after[key]
        said += [f"{before:.1f} ms", f"{after:.2f} ms", f"{before / 1000:.5f} s", f"{after / 1000:.6f} seconds"]
        said += [f"{before / after:.1f}x", f"{100 * (1 - after / before):.0f} %", f"{100 * after / before:.1f} percent"]
    said += [f"{1 / each:.2f} times" for each in (compared.ratio, compared.low, compared.high)]
    return [*said, f"{compared.result['pairs']} pairs"]
