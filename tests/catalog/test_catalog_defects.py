"""Planted defects in lab.yaml: what is read, and how a wrong one is told, with its line."""

from pathlib import Path

import pytest
from catalog_factory import APP_YAML, LAB_YAML, catalogue

from perfgym.catalog import library
from perfgym.catalog.checking.report import check

LAB, APP = "labs/slow-shop/lab.yaml", "sandbox_apps/shop/app.yaml"
DEFECTS = """\
defects:
  - id: book-per-page
    title: Each page asks for each book
    probe: {statements: 'FROM books WHERE id = \\$1', count: rows}
  - id: too-wide
    title: A list asks for columns that it does not show
    probe: {statements: "^SELECT .* blurb"}
"""


def test_a_lab_without_defects_has_none(tmp_path: Path) -> None:
    assert library.load(catalogue(tmp_path)).lab("slow-shop").defects == ()


def test_defects_keep_their_order_and_count_calls_unless_told_otherwise(tmp_path: Path) -> None:
    lab = library.load(catalogue(tmp_path, {LAB: LAB_YAML + DEFECTS})).lab("slow-shop")
    assert [(one.id, one.probe.count) for one in lab.defects] == [("book-per-page", "rows"), ("too-wide", "calls")]
    assert check(tmp_path / "labs", tmp_path / "sandbox_apps").problems == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("id = \\$1'", "id = ($1'", 13, "this is not a regular expression: missing ), unterminated subpattern"),
        ("FROM books WHERE id = \\$1", ".*", 13, "this also matches an empty text, so every statement"),
        ("FROM books WHERE id = \\$1", "", 13, "`defects.0.probe.statements`"),
        ("count: rows", "count: seconds", 13, "calls, rows or buffers"),
        ("count: rows", "counts: rows", 13, "unknown key `defects.0.probe.counts`. Did you mean count?"),
        ("id: too-wide", "id: Too Wide", 14, "lower-case words joined by -"),
        ("id: too-wide", "id: book-per-page", 14, "the id `book-per-page` is there twice"),
        ("    title: A list asks for columns that it does not show\n", "", 14, "`defects.1.title` is missing"),
    ],
)
def test_a_wrong_defect_is_told_where_it_is(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in DEFECTS
    catalogue(tmp_path, {LAB: LAB_YAML + DEFECTS.replace(old, new)})
    found = [str(problem) for problem in check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"]).problems]
    assert any(problem.startswith(f"{LAB}:{line}: ") and words in problem for problem in found), found


WITHOUT = "".join(line for line in APP_YAML.splitlines(keepends=True) if not line.startswith("database:"))
FUNCTION = """\
defects:
  - id: dates-again
    title: Each date is read again
    probe: {function: '^day \\(shop/dates\\.py\\)'}
"""


def test_an_app_without_a_database_has_no_statement_to_count(tmp_path: Path) -> None:
    catalogue(tmp_path, {LAB: LAB_YAML + DEFECTS, APP: WITHOUT})
    found = check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"]).problems
    assert [(problem.line, "has no database" in problem.message) for problem in found] == [(13, True), (16, True)]


@pytest.mark.parametrize("app", [APP_YAML, WITHOUT])
def test_calls_of_a_function_can_be_counted_in_any_app(tmp_path: Path, app: str) -> None:
    lab = library.load(catalogue(tmp_path, {LAB: LAB_YAML + FUNCTION, APP: app})).lab("slow-shop")
    assert [one.probe.counted for one in lab.defects] == ["function_calls"]


@pytest.mark.parametrize(
    ("probe", "words"),
    [
        ("{}", "give `statements`, or `function`, and not both"),
        ("{function: day, statements: books}", "give `statements`, or `function`, and not both"),
        ("{function: day, count: rows}", "only `count: calls` is known"),
    ],
)
def test_a_probe_counts_statements_or_functions(tmp_path: Path, probe: str, words: str) -> None:
    wrong = FUNCTION.split("    probe:")[0] + f"    probe: {probe}\n"
    catalogue(tmp_path, {LAB: LAB_YAML + wrong})
    found = [str(problem) for problem in check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"]).problems]
    assert any(words in problem for problem in found), found


def test_an_app_without_a_database_has_no_indexes_to_limit(tmp_path: Path) -> None:
    limited = LAB_YAML.replace("0.3}", "0.3, guard: {index_bytes: 1.5x}}")
    catalogue(tmp_path, {LAB: limited, APP: WITHOUT})
    found = check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"]).problems
    assert ["no indexes to limit" in problem.message for problem in found] == [True]
