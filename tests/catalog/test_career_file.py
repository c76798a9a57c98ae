"""career.yaml: read with its facts, each of which has a source; what is wrong is said with file and line."""

from pathlib import Path

import pytest
from catalog_factory import catalogue

from perfgym.catalog import library
from perfgym.catalog.checking.report import check

CAREER = """\
guide: {name: A guide, taken_over: 2026-01-02, sections: [Skills, Pay]}
roles:
  - {id: performance-engineer, name: Performance engineer, way: start, about: Measures., skills_from: guide,
     source: Skills}
pay:
  currency: USD
  figure: median salary
  bands:
    - {level: Entry, low: 10, high: 20, source: Pay}
demand: {trend: steady, places: [clouds], why: It pays., source: Pay}
sectors: {names: [Gaming], source: Pay}
employers: {names: [Somebody], source: Pay}
way:
  source: Skills
  stages:
    - {do: Measure, skills: [S7]}
practice:
  - {skill: S7, here: Do it., source: Skills}
"""


def written(root: Path, old: str = "", new: str = "") -> Path:
    assert old in CAREER
    return catalogue(root, {"labs/career.yaml": CAREER.replace(old, new) if old else CAREER})


def problems(root: Path) -> list[str]:
    return [str(one) for one in check(root / "labs", root / "sandbox_apps").problems]


def test_it_holds_what_the_file_says(tmp_path: Path) -> None:
    found = library.load(written(tmp_path)).career
    assert found is not None
    assert (found.guide.dated, found.guide.taken_over.year) == (None, 2026)
    assert [(one.name, one.source) for one in found.roles] == [("Performance engineer", "Skills")]
    assert (found.pay.bands[0].low, found.pay.bands[0].high) == (10, 20)
    assert problems(tmp_path) == []


def test_labs_need_none(tmp_path: Path) -> None:
    assert library.load(catalogue(tmp_path)).career is None
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (", source: Pay}\ndemand", "}\ndemand", 9, "`pay.bands.0.source` is missing"),
        ("It pays., source: Pay", "It pays., source: Pya", 10,
         "the guide has no section `Pya`. Did you mean Pay?"),
        ("source: Skills}\npay", "source: Skills, also: [Pay, Skill]}\npay", 4,
         "no section `Skill`. Did you mean Skills?"),
        ("high: 20", "high: 10", 9, "`high` must be above `low`"),
        ("low: 10", "low: 10.5", 9, "a whole number in the currency"),
        ("taken_over: 2026-01-02", "taken_over: soon", 1, "the day on which its facts were written down"),
        ("way: start", "way: up", 3, "start: the role that the guide is about"),
        ("skill: S7", "skill: S8", 18, "labs/skills.yaml has no skill `S8`. Skills: S7"),
        ("skills: [S7]", "skills: [S8]", 16, "labs/skills.yaml has no skill `S8`"),
        ("name: Performance engineer", "name: Engineer", 3, "no skill of labs/skills.yaml names the role `Engineer`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    found = problems(written(tmp_path, old, new))
    assert any(one.startswith(f"labs/career.yaml:{line}: ") and said in one for one in found), found


def test_a_skill_names_only_roles_that_there_are(tmp_path: Path) -> None:
    found = problems(written(tmp_path, "name: Performance engineer", "name: Performance engineers"))
    line = (
        "labs/skills.yaml:2: labs/career.yaml has no role `Performance engineer`. Did you mean Performance engineers?"
    )
    assert any(one.startswith(line) for one in found), found


def test_two_roles_of_one_id_are_refused(tmp_path: Path) -> None:
    role = CAREER[CAREER.index("  - {id") : CAREER.index("pay:")]
    found = problems(written(tmp_path, role, role + role))
    assert any("the id `performance-engineer` is there twice" in one for one in found)


def test_a_broken_file_leaves_the_rest(tmp_path: Path) -> None:
    found = library.load(written(tmp_path, "currency: USD", "currency: dollars"))
    assert found.career is None
    assert list(found.labs) == ["slow-shop"]
    assert [problem.file for problem in found.problems] == ["labs/career.yaml"]
