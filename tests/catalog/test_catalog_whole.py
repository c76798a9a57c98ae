"""labs check of a guide as a whole: its length, its steps, its hints; and how hard it is to read."""

from pathlib import Path

import pytest
from catalog_factory import CHANGE, GOAL, LAB_YAML, WORDS, catalogue

from perfgym.catalog.checking import prose
from perfgym.catalog.checking.report import Report, check

LAB = "labs/slow-shop"
HOUR = LAB_YAML.replace("minutes: 10", "minutes: 60")
LONG = f"---\ntitle: More\nminutes: 10\n---\n## More\n\n{WORDS * 6}\n"


def report(root: Path, changes: dict[str, str]) -> Report:
    catalogue(root, {f"{LAB}/{path}": content for path, content in changes.items()})
    return check(root / "labs", root / "sandbox_apps")


def test_a_lab_of_an_hour_has_steps_words_and_hints(tmp_path: Path) -> None:
    goal, change = GOAL.replace("minutes: 4", "minutes: 30"), CHANGE.replace("minutes: 6", "minutes: 30")
    found = report(tmp_path, {"lab.yaml": HOUR, "guide/10-goal.md": goal, "guide/20-change.md": change})
    assert found.errors == 0
    said = "\n".join(map(str, found.problems))
    assert "guide:1: warning: the guide has 2 steps; between 5 and 9" in said
    assert "words without its code; between 1,500 and 3,000 teach" in said
    assert "20-change.md:1: warning: this step has a check and 0 of 3 hints" in said
    assert found.warnings == 3


def test_one_that_has_them_is_right(tmp_path: Path) -> None:
    change = CHANGE.replace("minutes: 6", "minutes: 20").replace("check:", "hints: [Look., There., This.]\ncheck:")
    pages = {f"guide/{number}-more.md": LONG for number in range(30, 34)}
    goal = GOAL.replace("minutes: 4", "minutes: 10")
    found = report(tmp_path, {"lab.yaml": HOUR, "guide/10-goal.md": goal, "guide/20-change.md": change, **pages})
    assert [str(problem) for problem in found.problems] == []
    assert (found.lengths["slow-shop"].steps, found.lengths["slow-shop"].words > 1_500) == (6, True)


def test_a_link_to_a_lab_that_is_not_there(tmp_path: Path) -> None:
    found = report(tmp_path, {"guide/10-goal.md": f"{GOAL}\n[a](/labs/slow-shop/) [b](/labs/slow-shp/)\n"})
    (problem,) = found.problems
    assert "`/labs/slow-shp/` leads to no lab. Did you mean slow-shop?" in problem.message


def test_a_lab_in_no_track(tmp_path: Path) -> None:
    catalogue(tmp_path, {f"labs/other/{name}": "x" for name in ("lab.yaml",)})
    found = check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"])
    assert [problem.message for problem in found.problems] == [
        "the lab `other` stands in no track, so nobody is led to it"
    ]


@pytest.mark.parametrize(
    ("word", "count"),
    [("page", 1), ("table", 2), ("database", 3), ("measure", 2), ("a", 1), ("rhythm", 1), ("tree", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert prose.syllables(word) == count


def test_long_words_in_long_sentences_are_harder() -> None:
    easy = "The page is slow. Look at the log. Count what it asks."
    hard = "Consider instrumenting the application's persistence layer, thereby identifying superfluous interactions."
    assert prose.grade(easy) < 3 < 12 < prose.grade(hard)
    assert prose.grade(f"{easy}\n\n```python\n{hard}\n```\n\n| {hard} |\n") == prose.grade(easy)
    assert prose.grade("") == 0.0
