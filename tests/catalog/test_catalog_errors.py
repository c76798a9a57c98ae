"""A broken manifest names file and line and says what is allowed; it takes no other lab with it."""

from pathlib import Path

import pytest
from catalog_factory import APP_YAML, CHANGE, LAB_YAML, catalogue

from perfgym.catalog import library
from perfgym.catalog.library import UnknownLab
from perfgym.catalog.loading.problems import ManifestError

LAB = "labs/slow-shop/lab.yaml"
APP = "sandbox_apps/shop/app.yaml"


def said(root: Path, path: str, content: str | bytes | None) -> str:
    with pytest.raises(ManifestError) as error:
        library.load(catalogue(root, {path: content})).lab("slow-shop")
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "title: Fewer",
            "titel: Fewer",
            1,
            "unknown key `titel`. Did you mean title",
        ),
        ("title: Fewer questions to the database\n", "", 1, "`title` is missing"),
        ("level: foundation", "level: hard", 3, "foundation, practitioner or advanced"),
        ("minutes: 10", "minutes: '10'", 4, "a whole number of minutes from 1 to 600"),
        ("minutes: 10", "minutes: true", 4, "`minutes`"),
        ("app: shop", "app: shopp", 5, "there is no app `shopp`. Did you mean shop? Apps: shop"),
        ("skills: [S7]", "skills: []", 6, "ids from labs/skills.yaml"),
        (
            "[shop/queries.py, shop/t",
            "[shop/serve.py, shop/t",
            7,
            "`shop/serve.py` is not within what the app shop allows",
        ),
        ("[shop/queries.py, shop/t", "[../queries.py, shop/t", 7, "a relative path in which * may stand for"),
        ("metric: wall", "metric: speed", 8, "wall (time to answer), cpu"),
        ("workload: browse", "workload: buy", 8, "no workload `buy`; it has browse"),
        ("reference_ratio: 0.3", "reference_ratio: 3", 8, "between 0 and 1"),
        ("reference_ratio: 0.3", "reference_ratio: .nan", 8, "between 0 and 1"),
        ("0.3}", "0.3, guard: {errors: 1}}", 8, "unknown key `score.guard.errors`. Did you mean error_rate?"),
        ("0.3}", "0.3, guard: {write_latency: 1.2}}", 8, "more than 1, as 1.2x"),
        ("0.3}", "0.3, guard: {index_bytes: 0.9x}}", 8, "more than 1, as 1.2x"),
        ("0.3}", "0.3, guard: {write_latency: 1.5x}}", 8, "sends no request that writes"),
        ("improvement: 100", "improvement: 90", 9, "the points add up to 90; they must add up to 100"),
        ("level: foundation", "level: [", 5, "while parsing a flow sequence that starts on line 3"),
        ("level: foundation", "level: foundation\nlevel: advanced", 4, "the key `level` is there twice"),
        ("level: foundation", "level: &a foundation", 3, "anchors (&) and aliases (*) are not allowed"),
        ("level: foundation", "level: !!python/name:os.system", 3, "this is not YAML"),
        ("level: foundation", f"level: {'[' * 50}{']' * 50}", 3, "nested deeper than 20 levels"),
        ("level: foundation", "level: 2024-99-99", 1, "this is not YAML"),
    ],
)
def test_lab_yaml(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in LAB_YAML
    message = said(tmp_path, LAB, LAB_YAML.replace(old, new))
    assert f"{LAB}:{line}: " in message
    assert words in message


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("memory: 512M", "memory: 512 MB", 9, "for example 512M"),
        ("memory: 512M", "memory: 255M", 9, "more than a quarter of the memory that holds it: give 256M"),
        ("pids: 64", "pids: 0", 9, "from 1 to 4096"),
        ("app_files: [shop]", "app_files: [shop, other]", 7, "other is not among `files`"),
        ("files: [shop, shop_data]", "files: [shop, shop_data, gone]", 6, "`gone` is not there"),
        ("contract.py", "contact.py", 11, "the file `contact.py` is not there"),
        ("salt: shop_data.salt", "salt: shop_data.pepper", 5, "the file `shop_data/pepper.py` is not there"),
        ("name: shop", "name: shoe", 1, "the folder is shop"),
        ("health: /healthz", "health: healthz", 4, "a path such as /healthz"),
        ("start: [python, -m, shop.serve]", "start: python -m shop.serve", 3, "a command as a list of words"),
    ],
)
def test_app_yaml(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in APP_YAML
    message = said(tmp_path, APP, APP_YAML.replace(old, new))
    assert f"{APP}:{line}: " in message
    assert words in message


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("# No front matter", 1, "must start with a line of ---"),
        ("---\ntitle: A\nminutes: 5\n", 1, "the front matter has no end"),
        ("---\ntitle: A\n---\n", 2, "`minutes` is missing"),
        ("---\ntitle: A\nminutes: 5\nhints: [a, b, c, d]\n---\n", 4, "up to three texts"),
        ("---\ntitle: A\nminutes: 5\ncheck: {ratio: 1}\n---\n", 4, "a check needs a `kind`"),
        (
            "---\ntitle: A\nminutes: 5\ncheck:\n  kind: compaer\n---\n",
            5,
            "Did you mean compare? Kinds: answer, ",
        ),
        (
            "---\ntitle: A\nminutes: 5\ncheck:\n  kind: run\n  user: 3\n---\n",
            6,
            "unknown key `user`. Did you mean users",
        ),
        ("---\ntitle: A\nminutes: 5\ncheck:\n  kind: run\n  seconds: 0\n---\n", 6, "from 1 to 600"),
        (
            "---\ntitle: A\nminutes: 5\ncheck: {kind: answer, question: Q, figure: p50, ask: ratio}\n---\n",
            4,
            "needs `name`",
        ),
        ("---\ntitle: A\nminutes: 5\ntext: [\n---\n", 4, "this is not YAML"),
        (b"---\ntitle: \xff\n---\n", 2, "this is not UTF-8 text"),
    ],
)
def test_front_matter(tmp_path: Path, content: str | bytes, line: int, words: str) -> None:
    message = said(tmp_path, "labs/slow-shop/guide/20-change.md", content)
    assert f"labs/slow-shop/guide/20-change.md:{line}: " in message
    assert words in message


def test_a_cheat_without_a_known_reason(tmp_path: Path) -> None:
    message = said(tmp_path, "labs/slow-shop/cheats/shed/cheat.yaml", "about: It is rude.\nreason: rude\n")
    assert "labs/slow-shop/cheats/shed/cheat.yaml:2: " in message
    assert "wrong_answers, lost_writes, too_many_failures or guard" in message


def test_a_cheat_without_its_note(tmp_path: Path) -> None:
    assert "cheats/shed/cheat.yaml:1: this file is missing" in said(
        tmp_path, "labs/slow-shop/cheats/shed/cheat.yaml", None
    )


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    changes = {
        LAB: LAB_YAML.replace("level: foundation", "level: hard"),
        "labs/slow-shop/guide/20-change.md": CHANGE[4:],
    }
    with pytest.raises(ManifestError) as error:
        library.load(catalogue(tmp_path, changes)).lab("slow-shop")
    assert [problem.file for problem in error.value.problems] == ["labs/slow-shop/guide/20-change.md", LAB]


def test_a_broken_lab_takes_no_other_with_it(tmp_path: Path) -> None:
    found = library.load(catalogue(tmp_path, {"labs/broken/lab.yaml": "title: [\n"}))
    assert list(found.labs) == ["slow-shop"]
    assert list(found.broken_labs) == ["broken"]


def test_an_unknown_lab_suggests_near_names(tmp_path: Path) -> None:
    with pytest.raises(UnknownLab, match=r"no lab `slow-shp`. Did you mean slow-shop\? Labs: slow-shop"):
        library.load(catalogue(tmp_path)).lab("slow-shp")


def test_double_ids_of_skills_name_both_lines(tmp_path: Path) -> None:
    skills = "skills:\n  - {id: S7, name: SQL, group: skill}\n  - {id: S7, name: Sequel, group: skill}\n"
    found = library.load(catalogue(tmp_path, {"labs/skills.yaml": skills}))
    assert [(problem.file, problem.line) for problem in found.problems] == [
        ("labs/skills.yaml", 2),
        ("labs/skills.yaml", 3),
    ]
