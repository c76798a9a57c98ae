"""labs check of figures: unknown and unmeasured names, runs that cannot be, old figures, numbers typed by hand."""

from pathlib import Path

import pytest
from catalog_factory import catalogue
from figures_factory import LAB, PLAN, measured, page

from perfgym.catalog.checking import figures
from perfgym.catalog.checking.report import check
from perfgym.catalog.figures import kept
from perfgym.catalog.lab import Lab
from perfgym.catalog.library import load


def told(lab: Lab) -> list[str]:
    return [str(problem) for problem in figures.problems(lab, {lab.slug: lab})]


def said(root: Path, text: str, **more: str | None) -> list[str]:
    return told(measured(root, text, **more))


def test_quotes_of_what_was_measured_are_right(tmp_path: Path) -> None:
    text = "It took {{as-found.p95}}, {{given: 5 ms}} more. ![x](as-found-seconds.svg) On {{figures.machine}}."
    measured(tmp_path, text)
    assert not check(tmp_path / "labs", tmp_path / "sandbox_apps").problems


def test_a_name_that_no_run_has_is_an_error_at_its_line(tmp_path: Path) -> None:
    (problem,) = said(tmp_path, "It took\n{{as-found.p59}}.")
    assert problem.startswith(f"{LAB}/guide/20-change.md:16: guide/figures.yaml has nothing called `as-found.p59`. Did")


def test_a_hint_may_quote_too(tmp_path: Path) -> None:
    lab = measured(tmp_path, **{"guide/10-goal.md": "---\ntitle: A\nminutes: 4\nhints: ['{{nobody.p95}}']\n---\n"})
    (problem,) = told(lab)
    assert "10-goal.md:4: guide/figures.yaml has nothing called `nobody.p95`" in problem


def test_what_was_not_measured_is_an_error(tmp_path: Path) -> None:
    more = {f"{LAB}/guide/figures.yaml": PLAN, f"{LAB}/guide/20-change.md": page("{{as-found.p95}}")}
    (problem,) = told(load(catalogue(tmp_path, more)).lab("slow-shop"))
    assert "`as-found.p95` has not been measured yet: run perfgym labs check --refresh slow-shop" in problem


@pytest.mark.parametrize(
    ("number", "is_told"),
    [
        ("It took 142 ms.", True),
        ("It was 1.9x faster.", True),
        ("It needs 47 % less.", True),
        ("It answers 310 requests a second.", True),
        ("It took 500 ms (target).", False),
        ("The percentile 95 % is what a visit meets.", False),
        ("Run it for 20 s with 10 users.", False),
        ("It is called twice, or five times as often.", False),
        ("`142 ms` is what the log says.", False),
        ("```text\n142 ms\n```", False),
        ("It took {{given: 142 ms}}.", False),
    ],
)
def test_a_number_typed_by_hand_is_a_warning(tmp_path: Path, number: str, is_told: bool) -> None:
    found = said(tmp_path, number)
    assert [problem.split(": ")[1] for problem in found] == (["warning"] if is_told else [])


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("starter/shop/queries.py", "def books():\n    return [9]\n"),
        ("starter/locustfile.py", "import locust, random\n"),
        ("guide/figures.yaml", PLAN.replace("users: 5", "users: 6")),
    ],
)
def test_figures_of_files_that_have_changed_are_old(tmp_path: Path, path: str, content: str) -> None:
    lab = measured(tmp_path)
    (lab.root / path).write_text(content)
    (problem,) = told(load(tmp_path).lab("slow-shop"))
    assert "figures.json:1: warning: the figures of `as-found` are of 2026-11-30" in problem


def test_a_changed_text_makes_no_figure_old(tmp_path: Path) -> None:
    lab = measured(tmp_path)
    (lab.root / "guide/20-change.md").write_text(page("More words."))
    assert told(load(tmp_path).lab("slow-shop")) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: load", "kind: lode", 3, "`as-found` needs a kind. Did you mean load? Kinds: load, compare"),
        ("users: 5", "user: 5", 4, "unknown key `user`. Did you mean users"),
        ("p95 of /books", "p59 of /books", 5, "`p59` is nothing that this run tells. It tells p50, p95"),
        ("p95 of /books", "before p95", 5, "a load test has one version only"),
        ("failed: failed", "failed: cpu", 5, "`cpu` needs `of`"),
        ("plan of FROM books", "plan", 6, "`plan` needs `of`"),
        ("seconds: seconds", "seconds: pairs", 7, "distribution, percentiles"),
        ("as-found:", "figures:", 2, "`figures` stands for all runs"),
        ("runs:", "run:", 1, "expected the key `runs`"),
    ],
)
def test_a_plan_that_cannot_be_names_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in PLAN
    more = {f"{LAB}/guide/figures.yaml": PLAN.replace(old, new)}
    (problem,) = load(catalogue(tmp_path, more)).broken_labs["slow-shop"].problems
    assert (problem.file, problem.line) == (f"{LAB}/guide/figures.yaml", line)
    assert words in problem.message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("users: 5", "version: solutions/none", "the version `solutions/none` of the run `as-found` holds no file"),
        ("users: 5", "traffic: buy", "the traffic `buy` is no file of this lab, and no workload of the app: browse"),
    ],
)
def test_a_run_of_files_that_are_not_there(tmp_path: Path, old: str, new: str, words: str) -> None:
    problems = said(tmp_path, "", **{"guide/figures.yaml": PLAN.replace(old, new)})
    assert words in problems[0]


def test_what_nobody_of_ours_wrote_is_refused(tmp_path: Path) -> None:
    more = {f"{LAB}/guide/figures.yaml": PLAN, f"{LAB}/{kept.FILE}": '{"runs": {"as-found": 1}}'}
    (problem,) = load(catalogue(tmp_path, more)).broken_labs["slow-shop"].problems
    assert "was not written by labs check --refresh" in problem.message
