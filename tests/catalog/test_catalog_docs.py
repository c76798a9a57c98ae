"""What docs/authors.md shows is accepted by the models it describes."""

import re

import pytest

from perfgym.catalog.figures import Figures
from perfgym.catalog.library import ROOT
from perfgym.catalog.loading.figures import read_figures
from perfgym.catalog.loading.guide import split
from perfgym.catalog.loading.nodes import parse
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest import asking
from perfgym.catalog.manifest.fields import Manifest
from perfgym.catalog.manifest.lab import CheatManifest, LabManifest
from perfgym.catalog.manifest.step import StepManifest
from perfgym.checks import registry

REFERENCE = (ROOT / "docs/authors.md").read_text().split("\n## The folder\n")[1]
BLOCKS = re.findall(r"```(yaml|text)\n(.*?)```", REFERENCE, re.DOTALL)


@pytest.mark.parametrize(("index", "model"), [(0, LabManifest), (4, CheatManifest)])
def test_the_examples_are_valid(index: int, model: type[Manifest]) -> None:
    validate(model, parse(BLOCKS[index][1].encode(), "docs/authors.md"))


def test_the_example_page_is_valid() -> None:
    front, body, _ = split(BLOCKS[1][1], "docs/authors.md")
    validate(StepManifest, parse(front.encode(), "docs/authors.md"))
    assert body.startswith("# ")


def test_the_example_of_figures_is_valid() -> None:
    figures, problems = read_figures({"guide/figures.yaml": BLOCKS[2][1].encode()}, "docs")
    assert not problems
    quoted = list(Figures(plan=figures.plan).quotes(BLOCKS[3][1]))
    assert len(quoted) > 3
    assert all(quote.name in figures.names()[quote.run] for quote in quoted)
    assert "(mended-pairs.svg)" in BLOCKS[3][1]
    assert "pairs" in figures.plan["mended"].pictures


def test_every_kind_of_check_has_its_row() -> None:
    missing = [name for name in registry.known() if f"\n| `{name}` |" not in REFERENCE]
    assert not missing


def test_everything_that_a_figure_may_be_is_named() -> None:
    section = REFERENCE.split("\n## Figures")[1].split("\n## ")[0]
    known = {*asking.LOAD, *asking.COMPARE, *asking.ARM, *asking.LOAD_TEXTS, *asking.COMPARE_TEXTS}
    pictures = {*asking.LOAD_PICTURES, *asking.COMPARE_PICTURES}
    assert [name for name in sorted(known | pictures) if not re.search(rf"`[a-z ]*\b{name}\b[a-z ]*`", section)] == []
