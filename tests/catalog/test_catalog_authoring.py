"""What helps an author: a new lab passes the check, and the shipped schemas are those of the models."""

from pathlib import Path

import pytest
from catalog_factory import catalogue

from perfgym.catalog import library
from perfgym.catalog.authoring import new, schemas
from perfgym.catalog.authoring.forms import Form
from perfgym.catalog.checking.report import check
from perfgym.catalog.loading.problems import ManifestError
from perfgym.catalog.manifest.lab import ScoreManifest
from perfgym.measure import rule


def create(root: Path, slug: str = "fresh-lab", app: str | None = None) -> tuple[Path, ...]:
    return new.create(slug, app, root / "labs", root / "sandbox_apps")


@pytest.mark.parametrize("form", list(Form))
def test_a_new_lab_of_every_form_passes_the_check(tmp_path: Path, form: Form) -> None:
    catalogue(tmp_path)
    written = new.create("fresh-lab", None, tmp_path / "labs", tmp_path / "sandbox_apps", form)
    found = check(tmp_path / "labs", tmp_path / "sandbox_apps", ["fresh-lab"])
    assert found.errors == 0, found.problems
    assert all(path.is_file() for path in written)
    assert bool(library.load(tmp_path).lab("fresh-lab").own_test) is (form is not Form.TEXT)


def test_the_check_warns_of_what_is_left_to_write(tmp_path: Path) -> None:
    create(catalogue(tmp_path))
    found = check(tmp_path / "labs", tmp_path / "sandbox_apps", ["fresh-lab"])
    assert {"this still says TODO"} <= {problem.message for problem in found.problems}


@pytest.mark.parametrize(
    ("slug", "app", "words"),
    [
        ("Fresh Lab", None, "cannot be a lab's name"),
        ("../lab", None, "cannot be a lab's name"),
        ("slow-shop", None, "is there already"),
        ("fresh-lab", "shoop", r"There is no app `shoop`. Did you mean shop\?"),
    ],
)
def test_a_lab_that_cannot_be_made_is_refused(tmp_path: Path, slug: str, app: str | None, words: str) -> None:
    before = sorted(catalogue(tmp_path).rglob("*"))
    with pytest.raises(new.CannotCreate, match=words):
        create(tmp_path, slug, app)
    assert sorted(tmp_path.rglob("*")) == before


def test_with_several_apps_one_is_named(tmp_path: Path) -> None:
    for path in list((catalogue(tmp_path) / "sandbox_apps/shop").rglob("*.*")):
        copy = tmp_path / "sandbox_apps/store" / path.relative_to(tmp_path / "sandbox_apps/shop")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes().replace(b"name: shop", b"name: store"))
    with pytest.raises(new.CannotCreate, match=r"--app NAME\. Apps: shop, store"):
        create(tmp_path)
    create(tmp_path, app="store")
    assert library.load(tmp_path).lab("fresh-lab").app.name == "store"


def test_a_broken_app_is_said_as_such(tmp_path: Path) -> None:
    catalogue(tmp_path, {"sandbox_apps/shop/app.yaml": "name: shop\n"})
    with pytest.raises(ManifestError, match="`title` is missing"):
        create(tmp_path, app="shop")


def test_without_a_skill_map_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(new.CannotCreate, match=r"skills.yaml has no skill yet"):
        create(catalogue(tmp_path, {"labs/skills.yaml": None}))


def test_the_shipped_schemas_are_current() -> None:
    shipped = {path.name: path.read_text() for path in schemas.FOLDER.glob("*.json")}
    assert shipped == schemas.schemas(), "run: perfgym labs schema"


def test_metrics_are_those_that_the_rule_knows() -> None:
    allowed = ScoreManifest.model_json_schema()["properties"]["metric"]["enum"]
    assert sorted(allowed) == sorted(metric.value for metric in rule.Metric)
