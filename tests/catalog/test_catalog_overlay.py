"""What is laid over what, and what a learner may change."""

from pathlib import Path

import pytest
from catalog_factory import catalogue

from perfgym.catalog import library, paths
from perfgym.catalog.checking import overlays
from perfgym.catalog.lab import Lab, NotEditable
from perfgym.errors import PlatformError


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return library.load(catalogue(tmp_path)).lab("slow-shop")


def test_the_starter_lies_over_the_app_without_the_own_load_test(lab: Lab) -> None:
    starter = lab.starter()
    assert starter["shop/queries.py"] == b"def books():\n    return [1]\n"
    assert starter["shop/serve.py"] == b"import shop\n"
    assert "locustfile.py" not in starter


def test_edits_lie_over_the_starter(lab: Lab) -> None:
    after = lab.overlay({"shop/queries.py": b"mine", "shop/templates/new.html": b"new", "locustfile.py": b"load"})
    assert after == {**lab.starter(), "shop/queries.py": b"mine", "shop/templates/new.html": b"new"}
    assert lab.overlay({}) == lab.starter()


@pytest.mark.parametrize(
    "path",
    [
        "shop/serve.py",
        "contract.py",
        "shop/templates/deep/page.html",
        "shop/templates/../serve.py",
        "/etc/passwd",
        "shop/queries.py\n",
        "shop\\queries.py",
        "shop/templates/.html",
        "",
    ],
)
def test_a_file_outside_the_editable_set_is_refused_with_what_is_allowed(lab: Lab, path: str) -> None:
    with pytest.raises(NotEditable) as refused:
        lab.overlay({path: b"x"})
    assert path in str(refused.value)
    assert "shop/queries.py, shop/templates/*.html, locustfile.py" in str(refused.value)


def test_a_fresh_workspace_shows_editable_files_and_the_own_load_test(lab: Lab) -> None:
    assert set(lab.editable_files()) == {"shop/queries.py", "shop/templates/list.html", "locustfile.py"}


def test_a_fault_lies_over_the_starter_and_must_change_it(tmp_path: Path) -> None:
    at = "labs/slow-shop/faults/slow-list/shop/"
    files = {f"{at}queries.py": b"def books():\n    return [1]\n", f"{at}querys.py": b"x", f"{at}serve.py": b"y"}
    lab = library.load(catalogue(tmp_path, files)).lab("slow-shop")
    assert lab.faults() == ("slow-list",)
    assert set(lab.fault("slow-list")) == {"shop/queries.py", "shop/querys.py", "shop/serve.py"}
    said = [problem.message for problem in overlays.problems(lab) if "faults/" in problem.file]
    assert [words for words in said if "changes nothing" in words or "lies over nothing" in words] == said
    assert len(said) == 2
    with pytest.raises(PlatformError, match="no fault quick-list"):
        lab.fault("quick-list")


def test_without_a_load_test_in_the_starter_there_is_none(tmp_path: Path) -> None:
    lab = library.load(catalogue(tmp_path, {"labs/slow-shop/starter/locustfile.py": None})).lab("slow-shop")
    assert lab.own_test is None
    with pytest.raises(NotEditable):
        lab.check_editable("locustfile.py")


def test_solutions_and_cheats_are_edits(lab: Lab) -> None:
    assert lab.reference() == {"shop/queries.py": b"def books():\n    return [2]\n"}
    assert lab.solutions() == ("other",)
    assert lab.solution("other") == {"shop/queries.py": b"def books():\n    return [3]\n"}
    assert [(cheat.name, cheat.reason, set(cheat.files)) for cheat in lab.cheats()] == [
        ("constant", "wrong_answers", {"shop/queries.py"}),
        ("dropped", "lost_writes", {"shop/queries.py"}),
        ("shed", "too_many_failures", {"shop/queries.py"}),
    ]


def test_only_pictures_of_the_guide_are_pictures(lab: Lab) -> None:
    assert lab.image("page.png") == b"not really a picture"
    assert lab.image("10-goal.md") is None
    assert lab.image("../lab.yaml") is None


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ("shop/*.html", "shop/a.html", True),
        ("shop/*.html", "shop/b*.html", True),
        ("shop/b*.html", "shop/*.html", False),
        ("shop/*", "shop/a/b", False),
        ("*/a.py", "shop/a.py", True),
        ("shop/[a].py", "shop/a.py", True),
    ],
)
def test_a_star_stands_for_a_part_of_one_name(wide: str, narrow: str, covered: bool) -> None:
    assert paths.covers(wide, narrow) is covered
