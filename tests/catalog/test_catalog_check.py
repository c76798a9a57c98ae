"""labs check: each rule finds its mistake, at its file and line, and nothing else."""

from pathlib import Path

import pytest
from catalog_factory import CHANGE, GOAL, GOOD, LAB_YAML, catalogue

from perfgym.catalog.checking.report import Report, check
from perfgym.catalog.library import UnknownLab

LAB = "labs/slow-shop"
CODE = "```python\nfor book in books:\n    print(book)\n```"


def report(root: Path, changes: dict[str, str | None] | None = None) -> Report:
    catalogue(root, changes)
    return check(root / "labs", root / "sandbox_apps")


def test_a_correct_catalogue_has_nothing_to_say(tmp_path: Path) -> None:
    found = report(tmp_path)
    assert (found.labs, found.apps, found.problems) == (("slow-shop",), ("shop",), ())


@pytest.mark.parametrize(
    ("path", "content", "line", "words"),
    [
        (f"{LAB}/lab.yaml", LAB_YAML.replace("[S7]", "[S8]"), 6, "no skill `S8`. Skills: S7"),
        (
            f"{LAB}/lab.yaml",
            LAB_YAML.replace("s/*.html]", "s/new.html]"),
            7,
            "`shop/templates/new.html` matches no file",
        ),
        (f"{LAB}/guide/10-goal.md", GOAL.replace("20-change.md", "20-chang.md"), 10, "Did you mean 20-change.md"),
        (
            f"{LAB}/guide/10-goal.md",
            GOAL.replace("#the-work", "#the-worx"),
            10,
            "20-change.md has no heading `#the-worx`",
        ),
        (
            f"{LAB}/guide/10-goal.md",
            GOAL.replace("page.png", "pag.png"),
            10,
            "`pag.png` is not in guide/. Did you mean page.png?",
        ),
        (f"{LAB}/guide/10-goal.md", GOAL.replace("Look at the log.", "'[x](90-no.md)'"), 4, "leads to no page"),
        (f"{LAB}/guide/20-change.md", CHANGE.replace("in books:", "in books"), 11, "this is not Python: expected ':'"),
        (f"{LAB}/guide/20-change.md", CHANGE.replace(CODE, "```json\n{\n'a'}\n```"), 12, "this is not JSON"),
        (f"{LAB}/guide/20-change.md", CHANGE.replace(CODE, "```yaml\na: [\n```"), 11, "this is not YAML"),
        (f"{LAB}/guide/20-change.md", CHANGE.replace(CODE, CODE[:-4]), 10, "this code block has no end"),
        (
            f"{LAB}/lab.yaml",
            LAB_YAML.replace("{improvement: 100}", "{report: 20, improvement: 80}"),
            9,
            "nobody can earn the 20 points of `report`",
        ),
        (
            f"{LAB}/guide/20-change.md",
            CHANGE.replace("ratio: 0.5", "part: report"),
            4,
            "lab.yaml gives no points to `report`. Parts with points: nothing",
        ),
        (f"{LAB}/good.md", GOOD.replace("20-change.md", "20-chang.md"), 5, "Did you mean 20-change.md"),
        (f"{LAB}/good.md", GOOD.replace("gain.png", "page.png"), 5, "`page.png` is not in good/"),
        (f"{LAB}/good.md", GOOD.replace("books = 2", "books ="), 8, "this is not Python"),
        (f"{LAB}/guide/Notes.md", "x", 1, "a guide page is called NN-name.md"),
        (f"{LAB}/solution/other/shop/queries.py", "x = 1", 1, "Did you mean solutions?"),
        (f"{LAB}/starter/shop/querys.py", "x = 1", 1, "this lies over nothing"),
        (f"{LAB}/reference/shop/serve.py", "x = 1", 1, "a learner cannot change this file. Allowed: shop/queries.py"),
        (f"{LAB}/reference/shop/queries.py", "def books(:\n", 1, "this is not Python"),
        (f"{LAB}/cheats/shed/shop/serve.py", "x = 1", 1, "a learner cannot change this file"),
        (
            "labs/tracks.yaml",
            "tracks:\n- id: a\n  title: A\n  labs: [slow-shop, slow-shp]\n",
            4,
            "Did you mean slow-shop?",
        ),
        ("sandbox_apps/shop/contract.py", "def normalize():\n    pass\n", 1, "this must define `normalise("),
        ("sandbox_apps/shop/shop_data/salt.py", "SQL = 1\n", 1, "this must define `sql(seed: int) -> str`"),
        (
            "sandbox_apps/shop/shop_data/salt.py",
            "def sql(seed):\n    return 'analyze books'\n",
            1,
            "the salt must not say ANALYZE",
        ),
        ("sandbox_apps/shop/shop/serve.py", "\n\nimport\n", 3, "this is not Python"),
    ],
)
def test_each_mistake_is_found_where_it_is(tmp_path: Path, path: str, content: str, line: int, words: str) -> None:
    problems = report(tmp_path, {path: content}).problems
    assert len(problems) == 1, problems
    shown = str(problems[0])
    where = path.rsplit("/", 3)[0] if "/solution/" in path else path
    assert shown.startswith(f"{where}:{line}: ")
    assert words in shown


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (["reference/shop/queries.py"], "reference:1: this holds no file to lay over the app"),
        (["solutions/other/shop/queries.py"], "solutions:1: there is no second solution"),
        (["cheats/shed/cheat.yaml", "cheats/shed/shop/queries.py"], "cheats:1: there are 2 cheats; a lab needs 3"),
        (["good.md"], "good.md:1: write good.md"),
        (["cheats/shed/shop/queries.py"], "cheats/shed:1: this holds no file"),
    ],
)
def test_what_a_lab_needs_is_there(tmp_path: Path, missing: list[str], words: str) -> None:
    problems = report(tmp_path, {f"{LAB}/{path}": None for path in missing}).problems
    assert [words in str(problem) for problem in problems] == [True]


def test_edits_that_change_nothing_are_an_error(tmp_path: Path) -> None:
    same = {f"{LAB}/reference/shop/queries.py": "def books():\n    return [1]\n"}
    assert "reference:1: this changes nothing" in str(report(tmp_path, same).problems[0])


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        (
            "guide/20-change.md",
            "---\ntitle: A\nminutes: 6\n---\n## The work\n\nShort.\n",
            "20-change.md:5: warning: the page has 3 words",
        ),
        ("lab.yaml", LAB_YAML.replace("minutes: 10", "minutes: 5"), "lab.yaml:4: warning: the lab says 5 minutes"),
        (
            "lab.yaml",
            LAB_YAML.replace("Find out", "Find out " + "and why " * 20),
            "lab.yaml:2: warning: the summary has",
        ),
        ("lab.yaml", LAB_YAML.replace("Find out", "TODO find out"), "lab.yaml:2: warning: this still says TODO"),
        ("good.md", "Well done.\n", "good.md:1: warning: the page has 2 words"),
        ("reference/shop/templates/list.html", "<ul></ul>\n", "list.html:1: warning: this is the starter's own file"),
    ],
)
def test_matters_of_taste_are_warnings(tmp_path: Path, path: str, content: str, words: str) -> None:
    found = report(tmp_path, {f"{LAB}/{path}": content})
    assert (found.errors, found.warnings) == (0, 1)
    assert words in str(found.problems[0])


def test_code_in_an_admonition_is_looked_at(tmp_path: Path) -> None:
    page = CHANGE.replace(CODE, "!!! note\n\n    ```python\n    def broken(:\n    ```")
    assert "20-change.md:13: this is not Python" in str(
        report(tmp_path, {f"{LAB}/guide/20-change.md": page}).problems[0]
    )


def test_a_named_lab_is_checked_with_its_app_only(tmp_path: Path) -> None:
    catalogue(tmp_path, {"labs/broken/lab.yaml": "title: [\n"})
    assert check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"]).errors == 0
    assert check(tmp_path / "labs", tmp_path / "sandbox_apps", ["broken"]).errors > 0


def test_a_lab_of_a_broken_app_says_what_is_wrong_with_the_app(tmp_path: Path) -> None:
    catalogue(tmp_path, {"sandbox_apps/shop/app.yaml": "name: shop\n"})
    found = check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slow-shop"])
    assert "sandbox_apps/shop/app.yaml:1: `title` is missing" in "\n".join(map(str, found.problems))


def test_an_unknown_lab_is_refused(tmp_path: Path) -> None:
    catalogue(tmp_path)
    with pytest.raises(UnknownLab, match="Did you mean slow-shop"):
        check(tmp_path / "labs", tmp_path / "sandbox_apps", ["slowshop"])
