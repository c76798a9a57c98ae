"""perfgym labs: what it prints, and its exit codes."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from catalog_factory import LAB_YAML, catalogue
from django.core.management import call_command
from pytest_django import Settings

from perfgym.catalog.library import UnknownLab


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.LABS_DIR, settings.APPS_DIR = tmp_path / "labs", tmp_path / "sandbox_apps"
    return catalogue(tmp_path)


def run(*words: str) -> tuple[str, int]:
    """(standard output, exit code)."""
    out = StringIO()
    try:
        call_command("labs", *words, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


@pytest.mark.usefixtures("root")
def test_list_as_words_and_as_json() -> None:
    text, code = run("list")
    assert (code, text) == (0, "slow-shop  foundation, 10 min  Fewer questions to the database\n")
    document = json.loads(run("list", "--json")[0])
    assert document["labs"][0]["slug"] == "slow-shop"
    assert document["labs"][0]["steps"] == ["The goal", "The change"]
    assert document["broken"] == {}


@pytest.mark.usefixtures("root")
def test_check_of_a_correct_catalogue() -> None:
    text, code = run("check")
    length, looked = text.splitlines()
    assert (looked, code) == ("Looked at 1 lab and 1 app: 0 errors, 0 warnings.", 0)
    assert re.fullmatch(r"slow-shop: 2 steps, 1\d\d words, to be read after 3 years at school", length)


def test_check_of_a_broken_lab_names_the_place_and_exits_1(root: Path) -> None:
    (root / "labs/slow-shop/lab.yaml").write_text(LAB_YAML.replace("foundation", "hard"))
    text, code = run("check", "slow-shop")
    assert code == 1
    assert text.startswith("labs/slow-shop/lab.yaml:3: `level`")
    document = json.loads(run("check", "--json")[0])
    assert (document["ok"], document["errors"]) == (False, 1)
    assert document["problems"][0]["file"] == "labs/slow-shop/lab.yaml"
    assert document["problems"][0]["line"] == 3


@pytest.mark.usefixtures("root")
def test_an_unknown_lab_is_an_input_error() -> None:
    with pytest.raises(UnknownLab):
        run("check", "fast-shop")


def test_new_writes_a_lab_and_says_what_is_next(root: Path) -> None:
    text, code = run("new", "fresh-lab")
    assert code == 0
    assert str(root / "labs/fresh-lab/lab.yaml") in text
    assert "perfgym labs check fresh-lab" in text
    assert run("check", "fresh-lab")[1] == 0
