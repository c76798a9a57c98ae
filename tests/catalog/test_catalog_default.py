"""The catalogue in use is read once, and again in debug mode when a file changed."""

import subprocess
import sys
from pathlib import Path

import pytest
from catalog_factory import LAB_YAML, catalogue
from django.http import Http404
from pytest_django import Settings

from perfgym.catalog import library

RENAMED = LAB_YAML.replace("Fewer questions", "Far fewer questions")


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.LABS_DIR, settings.APPS_DIR = tmp_path / "labs", tmp_path / "sandbox_apps"
    return catalogue(tmp_path)


def test_it_is_read_once(root: Path, settings: Settings) -> None:
    settings.DEBUG = False
    first = library.default()
    (root / "labs/slow-shop/lab.yaml").write_text(RENAMED)
    assert library.default() is first


def test_in_debug_mode_a_change_is_seen(root: Path, settings: Settings) -> None:
    settings.DEBUG = True
    first = library.default()
    assert library.default() is first
    (root / "labs/slow-shop/lab.yaml").write_text(RENAMED)
    assert library.default().lab("slow-shop").title == "Far fewer questions to the database"


@pytest.mark.usefixtures("root")
def test_views_get_404_for_an_unknown_lab() -> None:
    assert library.lab_or_404("slow-shop").slug == "slow-shop"
    with pytest.raises(Http404):
        library.lab_or_404("nothing")


def test_it_works_without_django_being_configured() -> None:
    code = "from perfgym.catalog import library; print(library.folders()[0].name, len(library.default().labs) >= 0)"
    done = subprocess.run([sys.executable, "-c", code], env={"PATH": ""}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["labs", "True"]
