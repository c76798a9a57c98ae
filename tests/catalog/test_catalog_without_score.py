"""A lab may score no change of its app, or have no app at all: then it needs, and may have, less."""

from pathlib import Path

import pytest
from catalog_factory import CHANGE, FILES, LAB_YAML, catalogue

from perfgym.catalog import library
from perfgym.catalog.checking.report import Report, check
from perfgym.catalog.lab import NoApp, NotEditable, NotScored

LAB = "labs/slow-shop"
SCORE = "score: {metric: wall, workload: browse, reference_ratio: 0.3}\n"
EDITABLE = "editable: [shop/queries.py, shop/templates/*.html]\n"
POINTS = LAB_YAML.replace("{improvement: 100}", "{report: 100}")
UNSCORED = POINTS.replace(SCORE, "")
WITHOUT_APP = UNSCORED.replace(EDITABLE, "").replace("app: shop\n", "")
STEP = {f"{LAB}/guide/20-change.md": CHANGE.replace("{kind: compare, ratio: 0.5}", "{kind: document, part: report}")}
LESS: dict[str, str | None] = {
    **STEP,
    **{path: None for path in FILES if path.startswith((f"{LAB}/reference", f"{LAB}/solutions", f"{LAB}/cheats"))},
}
NONE = {**LESS, **{path: None for path in FILES if path.startswith(f"{LAB}/starter")}}


def report(root: Path, changes: dict[str, str | None]) -> Report:
    catalogue(root, changes)
    return check(root / "labs", root / "sandbox_apps")


def said(root: Path, changes: dict[str, str | None]) -> str:
    return "\n".join(f"{one.file} {one.message}" for one in report(root, changes).problems)


def test_without_a_score_no_reference_is_needed(tmp_path: Path) -> None:
    assert report(tmp_path, {**LESS, f"{LAB}/lab.yaml": UNSCORED}).problems == ()


def test_the_own_load_test_may_be_all_there_is_to_edit(tmp_path: Path) -> None:
    changes = {**LESS, f"{LAB}/lab.yaml": UNSCORED.replace(EDITABLE, "")}
    assert report(tmp_path, changes).problems == ()
    assert library.load(tmp_path).lab("slow-shop").allowed() == ("locustfile.py",)


def test_without_an_app_a_guide_is_enough(tmp_path: Path) -> None:
    assert report(tmp_path, {**NONE, f"{LAB}/lab.yaml": WITHOUT_APP}).problems == ()


def test_what_nothing_would_use_is_said(tmp_path: Path) -> None:
    found = said(tmp_path, {**STEP, f"{LAB}/lab.yaml": UNSCORED})
    assert all(f"{LAB}/{name} nothing would ever use this" in found for name in ("reference", "solutions", "cheats"))


def test_without_an_app_a_starter_lies_over_nothing(tmp_path: Path) -> None:
    assert "without `app` runs nothing" in said(tmp_path, {**LESS, f"{LAB}/lab.yaml": WITHOUT_APP})


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        (LAB_YAML.replace(SCORE, ""), "without `score` nobody can earn points for `improvement`"),
        (POINTS.replace("app: shop\n", ""), "without `app` there is nothing to change or to score"),
        (POINTS.replace(EDITABLE, ""), "`editable` is missing"),
        (
            UNSCORED + "defects:\n  - {id: one, title: One, probe: {statements: books}}\n",
            "so no probe would count; leave `defects` out",
        ),
    ],
)
def test_parts_that_do_not_go_together_are_refused(tmp_path: Path, yaml: str, words: str) -> None:
    assert words in said(tmp_path, {**LESS, f"{LAB}/lab.yaml": yaml})


def test_what_is_not_there_is_said_to_whoever_asks_for_it(tmp_path: Path) -> None:
    lab = library.load(catalogue(tmp_path, {**NONE, f"{LAB}/lab.yaml": WITHOUT_APP})).lab("slow-shop")
    assert (lab.starter(), lab.editable_files(), lab.has_database) == ({}, {}, False)
    with pytest.raises(NoApp, match="has no application of its own"):
        _ = lab.app
    with pytest.raises(NotScored, match="scores no change"):
        _ = lab.score
    with pytest.raises(NotEditable, match="This lab has no files to change"):
        lab.check_editable("report.md")
